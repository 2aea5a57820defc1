// Statistics over scopes: what `reduce` expressions evaluate to.
import { quantileOfSorted } from '../statistics.js';
import type { Reduction } from './expression.js';
import { holds } from './operations.js';
import type { RowSets } from './row-sets.js';

/** The statistic for every member of the sets. `of` and `where` have one value a member. */
export function reduceRows(
  reduction: Reduction,
  sets: RowSets,
  of: Float64Array,
  where: Float64Array | undefined,
): Float64Array {
  if (reduction.reducer === 'rank') return ranks(reduction, sets, of, where);
  if (reduction.leaveOneOut) return withoutItself(reduction, sets, of, where);
  return spread(reduceSets(reduction, sets, of, where), sets);
}

/** The statistic of every set; none that a member has for itself alone. */
export const reduceSets = (
  reduction: Reduction,
  sets: RowSets,
  of: Float64Array,
  where: Float64Array | undefined,
): ArrayLike<number> =>
  ordered.has(reduction.reducer)
    ? membersOf(sets, of, where).map((values) => statistic(reduction, values))
    : running(reduction, sets, of, where);

/** The value of its set for every row. */
function spread(statistics: ArrayLike<number>, { ofRow }: RowSets): Float64Array {
  const values = new Float64Array(ofRow.length);
  for (let row = 0; row < values.length; row++) values[row] = statistics[ofRow[row] as number] as number;
  return values;
}

/** Statistics that need the members themselves, not sums over them. */
const ordered: ReadonlySet<string> = new Set(['median', 'quantile']);

/** One pass, or two for the deviation, without collecting the members. */
function running(
  { reducer, empty, ddof }: Reduction,
  { ofRow, count: sets }: RowSets,
  of: Float64Array,
  where: Float64Array | undefined,
): Float64Array {
  const counts = new Float64Array(sets);
  const start =
    reducer === 'min' ? Number.POSITIVE_INFINITY : reducer === 'max' ? Number.NEGATIVE_INFINITY : 0;
  const result = new Float64Array(sets).fill(start);
  for (let row = 0; row < of.length; row++) {
    if (where && !holds(where[row] as number)) continue;
    const set = ofRow[row] as number;
    const value = of[row] as number;
    counts[set] = (counts[set] as number) + 1;
    const before = result[set] as number;
    result[set] =
      reducer === 'min'
        ? Math.min(before, value)
        : reducer === 'max'
          ? Math.max(before, value)
          : before + value;
  }
  if (reducer === 'count') return counts;
  if (reducer === 'sum') return result;
  if (reducer === 'min' || reducer === 'max')
    return result.map((value, set) => (counts[set] === 0 ? empty : value));
  const means = result.map((sum, set) => (counts[set] === 0 ? empty : sum / (counts[set] as number)));
  if (reducer === 'mean') return means;
  const squares = new Float64Array(sets);
  for (let row = 0; row < of.length; row++) {
    if (where && !holds(where[row] as number)) continue;
    const set = ofRow[row] as number;
    const distance = (of[row] as number) - (means[set] as number);
    squares[set] = (squares[set] as number) + distance * distance;
  }
  return squares.map((sum, set) => {
    const members = counts[set] as number;
    return members <= ddof ? empty : Math.sqrt(sum / (members - ddof));
  });
}

/** Values of the members that `where` leaves, by set, in the order of the rows. */
function membersOf(
  { ofRow, count }: RowSets,
  of: Float64Array,
  where: Float64Array | undefined,
): readonly number[][] {
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < of.length; row++)
    if (!where || holds(where[row] as number)) members[ofRow[row] as number]?.push(of[row] as number);
  return members;
}

/** The statistic of the other members, for every row. */
function withoutItself(
  reduction: Reduction,
  { ofRow, count }: RowSets,
  of: Float64Array,
  where: Float64Array | undefined,
): Float64Array {
  const rowsOfSet: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < of.length; row++)
    if (!where || holds(where[row] as number)) rowsOfSet[ofRow[row] as number]?.push(row);
  const result = new Float64Array(of.length);
  for (let row = 0; row < of.length; row++) {
    const others = (rowsOfSet[ofRow[row] as number] as number[]).filter((other) => other !== row);
    result[row] = statistic(
      reduction,
      others.map((other) => of[other] as number),
    );
  }
  return result;
}

/** Members below every row's own value, and a share of those equal to it, itself aside. NaN is neither. */
function ranks(
  { ties = 'min' }: Reduction,
  sets: RowSets,
  of: Float64Array,
  where: Float64Array | undefined,
): Float64Array {
  const share = { min: 0, mean: 0.5, max: 1 }[ties];
  const members = membersOf(sets, of, where).map((values) =>
    Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort(),
  );
  const result = new Float64Array(of.length);
  for (let row = 0; row < of.length; row++) {
    const own = of[row] as number;
    if (Number.isNaN(own)) continue;
    const values = members[sets.ofRow[row] as number] as Float64Array;
    const below = countWhile(values, (value) => value < own);
    const itself = !where || holds(where[row] as number) ? 1 : 0;
    const equal = countWhile(values, (value) => value <= own) - below - itself;
    result[row] = below + share * equal;
  }
  return result;
}

/** How many values at the start pass a test that no value after them passes. */
function countWhile(values: Float64Array, passes: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(values[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The statistic of a list of values. */
export function statistic(
  { reducer, empty, ddof, quantile = 0.5 }: Omit<Reduction, 'kind' | 'scope' | 'of'>,
  values: readonly number[],
): number {
  const sum = values.reduce((total, value) => total + value, 0);
  if (reducer === 'count') return values.length;
  if (reducer === 'sum') return sum;
  if (values.length === 0) return empty;
  switch (reducer) {
    case 'min':
      return values.reduce((least, value) => Math.min(least, value));
    case 'max':
      return values.reduce((most, value) => Math.max(most, value));
    case 'mean':
      return sum / values.length;
    case 'std': {
      if (values.length <= ddof) return empty;
      const mean = sum / values.length;
      const squares = values.reduce((total, value) => total + (value - mean) * (value - mean), 0);
      return Math.sqrt(squares / (values.length - ddof));
    }
    case 'median':
    case 'quantile':
      return interpolate(values, reducer === 'median' ? 0.5 : quantile);
    case 'rank':
      throw new Error('a rank belongs to a row');
  }
}

/** NumPy's default quantile; NaN where a member is. */
const interpolate = (values: readonly number[], quantile: number): number =>
  values.some(Number.isNaN)
    ? Number.NaN
    : quantileOfSorted(
        [...values].sort((a, b) => a - b),
        quantile,
      );
