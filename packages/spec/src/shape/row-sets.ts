// Which rows belong together under a scope, as dense set numbers: one a row.
import type { ReduceScope } from './expression.js';
import type { ShapeField } from './fields.js';

/** Columns of a batch: every field an expression reads, one value a row, and who belongs together. */
export interface ShapeRows {
  readonly length: number;
  readonly fields: Readonly<Partial<Record<ShapeField, ArrayLike<number>>>>;
  /** Group of every row: equal values are siblings. Absent: every row is a group of its own. */
  readonly group?: ArrayLike<number | string>;
  /** Cells of the run's memory, one value a row. */
  readonly state?: Readonly<Record<string, ArrayLike<number>>>;
}

export interface RowSets {
  /** Set of every row, from 0. */
  readonly ofRow: Int32Array;
  readonly count: number;
}

const known = new WeakMap<ShapeRows, Partial<Record<ReduceScope, RowSets>>>();

/** The sets of a scope; found once for the same rows. Throws when `tier` is asked of rows without tier and budget. */
export function rowSets(rows: ShapeRows, scope: ReduceScope): RowSets {
  const before = known.get(rows) ?? {};
  known.set(rows, before);
  before[scope] ??= findSets(rows, scope);
  return before[scope];
}

function findSets(rows: ShapeRows, scope: ReduceScope): RowSets {
  if (scope === 'batch') return { ofRow: new Int32Array(rows.length), count: Math.min(1, rows.length) };
  if (scope === 'group') return rows.group ? number(rows.length, rows.group) : everyRow(rows.length);
  const tier = rows.fields.tier ?? rows.fields.budget;
  if (!tier) throw new Error('the rows have neither the field tier nor budget');
  const groups = rowSets(rows, 'group');
  const tiers = number(rows.length, tier);
  const pairs = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++)
    pairs[row] = (groups.ofRow[row] as number) * tiers.count + (tiers.ofRow[row] as number);
  return number(rows.length, pairs);
}

const everyRow = (length: number): RowSets => ({
  ofRow: Int32Array.from({ length }, (_, row) => row),
  count: length,
});

/** Numbers equal keys alike, in the order of their first rows. */
function number(length: number, keys: ArrayLike<number | string>): RowSets {
  const ofRow = new Int32Array(length);
  const numbers = new Map<number | string, number>();
  let last: number | string | undefined;
  let set = -1;
  for (let row = 0; row < length; row++) {
    const key = keys[row] as number | string;
    if (row === 0 || key !== last) {
      set = numbers.get(key) ?? numbers.size;
      numbers.set(key, set);
      last = key;
    }
    ofRow[row] = set;
  }
  return { ofRow, count: numbers.size };
}
