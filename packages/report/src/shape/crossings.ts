// Where the curves of two tiers change places: the length from which the other budget is worth more.

export interface Crossing {
  /** Indices of the tiers: before the crossing the first is worth more, after it the second. */
  readonly tiers: readonly [before: number, after: number];
  /** Tokens: between two lengths of the grid by linear interpolation, in the middle of a stretch of equality. */
  readonly tokens: number;
  /** Value of both at the crossing. */
  readonly value: number;
}

interface TierCurve {
  readonly tier?: number;
  readonly values: Float64Array;
}

/** All crossings of all pairs, by length. Curves without a tier cross nothing. */
export function findCrossings(lengths: Float64Array, curves: readonly TierCurve[]): Crossing[] {
  const pairs = curves.flatMap((first, index) =>
    curves.slice(index + 1).map((second): readonly [TierCurve, TierCurve] => [first, second]),
  );
  return pairs
    .flatMap(([first, second]) => crossingsOf(lengths, first, second))
    .sort((a, b) => a.tokens - b.tokens);
}

/** Differences this small, relative to the values, are rounding. */
const rounding = 1e-12;

function crossingsOf(lengths: Float64Array, first: TierCurve, second: TierCurve): Crossing[] {
  const [{ tier: a, values: left }, { tier: b, values: right }] = [first, second];
  if (a === undefined || b === undefined) return [];
  const crossings: Crossing[] = [];
  let before: { readonly at: number; readonly difference: number } | undefined;
  for (let at = 0; at < lengths.length; at++) {
    const [x, y] = [left[at] as number, right[at] as number];
    const difference = x - y;
    if (Number.isNaN(difference)) before = undefined;
    else if (Math.abs(difference) > rounding * Math.max(1, Math.abs(x), Math.abs(y))) {
      if (before && Math.sign(before.difference) !== Math.sign(difference)) {
        const share = before.difference / (before.difference - difference);
        const place = at - before.at === 1 ? before.at + share : (before.at + at) / 2;
        crossings.push({
          tiers: difference < 0 ? [a, b] : [b, a],
          tokens: interpolate(lengths, place),
          value: interpolate(left, place),
        });
      }
      before = { at, difference };
    }
  }
  return crossings;
}

function interpolate(values: Float64Array, place: number): number {
  const low = Math.floor(place);
  const from = values[low] as number;
  return from + (place - low) * ((values[low + 1] ?? from) - from);
}
