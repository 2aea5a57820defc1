// The standard normal distribution and quantiles of Student's t, for intervals.
import { errorFunction } from 'simple-statistics';

/** Share of the standard normal distribution below z. */
export const normalShare = (z: number): number => (1 + errorFunction(z / Math.SQRT2)) / 2;

/** The z below which a share of the standard normal distribution lies; share in (0, 1). */
export function normalQuantile(share: number): number {
  let [low, high] = [-9, 9];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Quantile of Student's t where the normal one is z, from its expansion in 1 / freedom (Abramowitz and Stegun 26.7.5). */
export function studentQuantile(z: number, freedom: number): number {
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}
