// What an expression looks at: the fields of a row and of its tokens, and the scopes whose other members it reads.
import {
  type AnyScope,
  type Expression,
  isTokenScope,
  type ReduceScope,
  reduceScopes,
  type TokenScopeName,
  tokenScopes,
} from './expression.js';
import {
  type AnyField,
  isTokenField,
  type ShapeField,
  shapeFields,
  type TokenField,
  tokenFields,
} from './fields.js';
import { partsOf, somePart } from './parts.js';
import { tokenScopeField } from './row-sets.js';

export interface ShapeReads {
  /** In the order of the table of fields. A scope of tiers reads the field `tier` too. */
  readonly fields: readonly ShapeField[];
  readonly scopes: readonly ReduceScope[];
  /** A scope of segments or positions reads the field that tells them apart too. */
  readonly tokenFields: readonly TokenField[];
  readonly tokenScopes: readonly TokenScopeName[];
}

export function readsOf(...expressions: readonly Expression[]): ShapeReads {
  const fields = new Set<AnyField>();
  const scopes = new Set<AnyScope>();
  const visit = (part: Expression): void => {
    if (part.kind === 'field') fields.add(part.name);
    if (part.kind === 'reduce') scopes.add(part.scope);
    partsOf(part).forEach(visit);
  };
  expressions.forEach(visit);
  if (scopes.has('tier')) fields.add('tier');
  for (const scope of ['segment', 'position'] as const)
    if (scopes.has(scope)) fields.add(tokenScopeField[scope]);
  return {
    fields: shapeFields.filter((name) => fields.has(name)),
    scopes: reduceScopes.filter((scope) => scopes.has(scope)),
    tokenFields: tokenFields.filter((name) => fields.has(name)),
    tokenScopes: tokenScopes.filter((scope) => scopes.has(scope)),
  };
}

/** Whether an expression looks at single tokens. */
export const readsTokens = (expression: Expression): boolean =>
  somePart(
    expression,
    (part) =>
      (part.kind === 'field' && isTokenField(part.name)) ||
      (part.kind === 'signal' && part.per === 'token') ||
      (part.kind === 'reduce' && isTokenScope(part.scope)),
  );

/**
 * Whether an expression has a value for every token: one is read outside the statistics of a response. `locals` are the names
 * that stand for values of tokens.
 */
export function isOfTokens(
  expression: Expression,
  locals: { readonly has: (name: string) => boolean } = new Set(),
): boolean {
  if (expression.kind === 'field') return isTokenField(expression.name);
  if (expression.kind === 'signal') return expression.per === 'token';
  if (expression.kind === 'local') return locals.has(expression.name);
  if (expression.kind === 'reduce') return expression.scope === 'segment' || expression.scope === 'position';
  return partsOf(expression).some((part) => isOfTokens(part, locals));
}
