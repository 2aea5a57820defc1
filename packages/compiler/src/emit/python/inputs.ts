// What a shape reads of its rows: the keyword arguments of the emitted function.
import { type Expression, partsOf, type ReduceScope, type ShapeField, shapeFields } from '@allot/spec';
import { snakeCase } from './names.js';

export interface ShapeInputs {
  /** In the order of the table of fields. */
  readonly fields: readonly ShapeField[];
  /** Cells of the run's memory. */
  readonly cells: readonly string[];
  readonly scopes: ReadonlySet<ReduceScope>;
  /** All arguments that are no parameters: the fields, the cells, `tier` and `group` for scopes, `rows` where nothing else tells. */
  readonly keywords: readonly string[];
}

export function inputsOf(expression: Expression): ShapeInputs {
  const parts = allParts(expression);
  const read = new Set(parts.map((part) => (part.kind === 'field' ? part.name : undefined)));
  const scopes = new Set(parts.flatMap((part) => (part.kind === 'reduce' ? [part.scope] : [])));
  const fields = shapeFields.filter((name) => read.has(name));
  const tier = scopes.has('tier') && !read.has('tier') ? ['tier'] : [];
  const group = scopes.has('group') || scopes.has('tier') ? ['group'] : [];
  const cells = [...new Set(parts.flatMap((part) => (part.kind === 'state' ? [part.name] : [])))].sort();
  const columns = [...fields.map(snakeCase), ...cells.map(cellName), ...tier, ...group];
  const rows = scopes.has('batch') && columns.length === 0 ? ['rows'] : [];
  return { fields, cells, scopes, keywords: [...columns, ...rows] };
}

/** The argument that stands for a cell. */
export const cellName = (cell: string): string => snakeCase(`state_${cell}`);

/** A count never looks at what it counts. */
function allParts(expression: Expression): readonly Expression[] {
  const counts = expression.kind === 'reduce' && expression.reducer === 'count';
  const inner = counts ? [expression.where].filter((where) => where !== undefined) : partsOf(expression);
  return [expression, ...inner.flatMap(allParts)];
}
