// Which rows belong together under a scope, as dense set numbers: one a row.
import type { AnyScope, ReduceScope, TokenScopeName } from './expression.js';
import type { ShapeField, TokenField } from './fields.js';

/** Columns of a batch: every field an expression reads, one value a row, and who belongs together. */
export interface ShapeRows {
  readonly length: number;
  readonly fields: Readonly<Partial<Record<ShapeField, ArrayLike<number>>>>;
  /** Group of every row: equal values are siblings. Absent: every row is a group of its own. */
  readonly group?: ArrayLike<number | string>;
  /** Cells of the run's memory, one value a row. */
  readonly state?: Readonly<Record<string, ArrayLike<number>>>;
  /** Numbers from outside, one a row. */
  readonly signals?: Readonly<Record<string, ArrayLike<number>>>;
  /** Values of names that an expression leaves open, one a row. */
  readonly locals?: Readonly<Record<string, Float64Array>>;
  /** Tokens of the responses, one response after the other. */
  readonly responses?: ResponseTokens;
}

/** Columns of tokens: every field an expression reads, one value a token that carries loss. */
export interface ResponseTokens {
  /** Row of every token, ascending. */
  readonly row: Int32Array;
  readonly fields: Readonly<Partial<Record<TokenField, ArrayLike<number>>>>;
  /** Numbers from outside, one a token. */
  readonly signals?: Readonly<Record<string, ArrayLike<number>>>;
}

export interface RowSets {
  /** Set of every row, from 0. */
  readonly ofRow: Int32Array;
  readonly count: number;
}

const known = new WeakMap<ShapeRows, Partial<Record<AnyScope, RowSets>>>();

/** The sets of a scope; found once for the same rows. Throws when `tier` is asked of rows without tier and budget. */
export function rowSets(rows: ShapeRows, scope: ReduceScope): RowSets {
  const before = known.get(rows) ?? {};
  known.set(rows, before);
  before[scope] ??= findSets(rows, scope);
  return before[scope];
}

function findSets(rows: ShapeRows, scope: ReduceScope): RowSets {
  if (scope === 'batch') return { ofRow: new Int32Array(rows.length), count: Math.min(1, rows.length) };
  if (scope === 'group') return rows.group ? numberSets(rows.length, rows.group) : everyRow(rows.length);
  const tier = rows.fields.tier ?? rows.fields.budget;
  if (!tier) throw new Error('the rows have neither the field tier nor budget');
  const groups = rowSets(rows, 'group');
  const tiers = numberSets(rows.length, tier);
  const pairs = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++)
    pairs[row] = (groups.ofRow[row] as number) * tiers.count + (tiers.ofRow[row] as number);
  return numberSets(rows.length, pairs);
}

/** What tells the sets of a scope of tokens apart, in a response or in a group. */
export const tokenScopeField = { segment: 'segmentIndex', position: 'index' } as const;

/** The sets of a scope of tokens: one set number a token. Those of `response` are the rows. */
export function tokenSets(rows: ShapeRows, scope: TokenScopeName): RowSets {
  const before = known.get(rows) ?? {};
  known.set(rows, before);
  before[scope] ??= findTokenSets(rows, scope);
  return before[scope];
}

function findTokenSets(rows: ShapeRows, scope: TokenScopeName): RowSets {
  const { row, fields } = tokensOf(rows);
  if (scope === 'response') return { ofRow: row, count: rows.length };
  const place = fields[tokenScopeField[scope]];
  if (!place) throw new Error(`the tokens have no field ${tokenScopeField[scope]}`);
  const sets = scope === 'segment' ? undefined : rowSets(rows, 'group').ofRow;
  const most = Array.from(place).reduce((greatest, value) => Math.max(greatest, value), 0) + 1;
  return numberSets(
    row.length,
    Float64Array.from(
      row,
      (own, token) => (sets ? (sets[own] as number) : own) * most + (place[token] as number),
    ),
  );
}

/** The tokens of the rows. Throws when they have none. */
export function tokensOf({ responses }: ShapeRows): ResponseTokens {
  if (!responses) throw new Error('the rows have no tokens');
  return responses;
}

const everyRow = (length: number): RowSets => ({
  ofRow: Int32Array.from({ length }, (_, row) => row),
  count: length,
});

/** Numbers equal keys alike, in the order of their first rows. */
export function numberSets(length: number, keys: ArrayLike<number | string>): RowSets {
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
