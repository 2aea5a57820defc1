// Intervals of differences and ratios, from the intervals of both sides and the correlation between them.

export type Interval = readonly [low: number, high: number];

export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Interval of a - b by the method of variance estimates recovery (Zou & Donner, Statistics in Medicine 27, 2008,
 * eq. 7 and 8). With Wilson intervals it is Newcombe's interval: for paired proportions with the phi coefficient
 * as correlation (Statistics in Medicine 17:2635, 1998), for independent ones with 0 (17:873, 1998).
 */
export function differenceInterval(a: Estimate, b: Estimate, correlation: number): Interval {
  const difference = a.value - b.value;
  const below = recover(a.value - a.interval[0], b.interval[1] - b.value, correlation);
  const above = recover(a.interval[1] - a.value, b.value - b.interval[0], correlation);
  return [difference - below, difference + above];
}

/** Interval of a / b: the difference of the logarithms. Undefined unless every number is positive. */
export function ratioInterval(a: Estimate, b: Estimate, correlation: number): Interval | undefined {
  if (![a, b].every(({ value, interval }) => value > 0 && interval[0] > 0 && interval[1] > 0))
    return undefined;
  const [low, high] = differenceInterval(logarithm(a), logarithm(b), correlation);
  return [Math.exp(low), Math.exp(high)];
}

const recover = (first: number, second: number, correlation: number): number =>
  Math.sqrt(Math.max(0, first ** 2 - 2 * correlation * first * second + second ** 2));

const logarithm = ({ value, interval }: Estimate): Estimate => ({
  value: Math.log(value),
  interval: [Math.log(interval[0]), Math.log(interval[1])],
});
