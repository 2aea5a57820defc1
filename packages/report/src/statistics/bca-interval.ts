// Bootstrap intervals of a statistic of means: bias-corrected and accelerated, widened for few problems.
import { quantileOfSorted } from '@allot/spec';
import type { Interval } from './difference.js';
import { normalQuantile, normalShare, studentQuantile } from './normal.js';
import type { Resampled } from './resample.js';

/** What is made of the means of the columns; NaN where it does not exist. */
export type Statistic = (means: readonly number[]) => number;

/**
 * 95% interval, BCa (Efron, JASA 82, 1987; DiCiccio & Efron, Statistical Science 11, 1996), with the normal quantiles
 * widened to sqrt(n / (n - 1)) times those of t with n - 1 degrees (Hesterberg, American Statistician 69, 2015).
 * Undefined where resampling shows no spread, or the statistic does not exist in some resample.
 */
export function bcaInterval(resampled: Resampled, statistic: Statistic): Interval | undefined {
  const values = resampled.resamples.map(statistic).sort((a, b) => a - b);
  const estimate = statistic(resampled.means);
  if (![...values, estimate].every(Number.isFinite) || values[0] === values.at(-1)) return undefined;
  const { problems } = resampled;
  const bias = normalQuantile(shareBelow(values, estimate));
  const speed = acceleration(resampled.leftOut.map(statistic));
  const wide = Math.sqrt(problems / (problems - 1)) * studentQuantile(normalQuantile(0.975), problems - 1);
  const at = (z: number): number => {
    const moved = bias + z;
    return quantileOfSorted(values, normalShare(bias + moved / (1 - speed * moved)));
  };
  return [at(-wide), at(wide)];
}

/** Share of sorted values below, those that equal it by half, and never nothing or all. */
function shareBelow(values: readonly number[], estimate: number): number {
  const below = values.filter((value) => value < estimate).length;
  const equal = values.filter((value) => value === estimate).length;
  const share = (below + equal / 2) / values.length;
  return Math.min(Math.max(share, 0.5 / values.length), 1 - 0.5 / values.length);
}

/** From the jackknife: a sixth of the skewness of the influence of problems; 0 where there is none. */
function acceleration(leftOut: readonly number[]): number {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  const squares = leftOut.reduce((sum, value) => sum + (mean - value) ** 2, 0);
  const cubes = leftOut.reduce((sum, value) => sum + (mean - value) ** 3, 0);
  const speed = cubes / (6 * squares ** 1.5);
  return Number.isFinite(speed) ? speed : 0;
}
