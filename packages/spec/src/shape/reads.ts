// What an expression looks at: the fields of a row, and the scopes whose other rows it reads.
import { type Expression, type ReduceScope, reduceScopes } from './expression.js';
import { type ShapeField, shapeFields } from './fields.js';
import { partsOf } from './parts.js';

export interface ShapeReads {
  /** In the order of the table of fields. A scope of tiers reads the field `tier` too. */
  readonly fields: readonly ShapeField[];
  readonly scopes: readonly ReduceScope[];
}

export function readsOf(...expressions: readonly Expression[]): ShapeReads {
  const fields = new Set<ShapeField>();
  const scopes = new Set<ReduceScope>();
  const visit = (part: Expression): void => {
    if (part.kind === 'field') fields.add(part.name);
    if (part.kind === 'reduce') scopes.add(part.scope);
    if (part.kind === 'reduce' && part.scope === 'tier') fields.add('tier');
    partsOf(part).forEach(visit);
  };
  expressions.forEach(visit);
  return {
    fields: shapeFields.filter((name) => fields.has(name)),
    scopes: reduceScopes.filter((scope) => scopes.has(scope)),
  };
}
