// Interval estimates: of shares, of means, and of both over problems with several samples each.
import { type RandomStream, randomStream } from './random.js';

export type Interval = readonly [low: number, high: number];

/** 97.5% quantile of the standard normal distribution. */
const z = 1.959963984540054;

/** Wilson score interval, 95%, of a share (Wilson 1927); [0, 1] when there is nothing. */
export function wilsonInterval(successes: number, n: number): Interval {
  if (n === 0) return [0, 1];
  const share = successes / n;
  const middle = share + z ** 2 / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return [successes === 0 ? 0 : (middle - half) / scale, successes === n ? 1 : (middle + half) / scale];
}

/** 95% interval of a mean by the normal approximation, sample deviation with n - 1; a point for a single value. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  if (n === 0) return [0, 0];
  const mean = average(values);
  if (n === 1) return [mean, mean];
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = z * Math.sqrt(variance / n);
  return [mean - half, mean + half];
}

/**
 * 95% percentile interval of the mean over all samples, by resampling whole clusters (the samples of one problem)
 * with replacement. Equal streams give equal intervals.
 */
export function clusterBootstrapInterval(
  clusters: readonly (readonly number[])[],
  {
    stream = randomStream(0, 'bootstrap'),
    resamples = 1000,
  }: { stream?: RandomStream; resamples?: number } = {},
): Interval {
  const n = clusters.length;
  if (n === 0) return [0, 0];
  const sums = clusters.map((values) => values.reduce((sum, value) => sum + value, 0));
  const means = Array.from({ length: resamples }, (_, resample) => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < n; i++) {
      const drawn = stream.integer(resample * n + i, n);
      sum += sums[drawn] as number;
      count += (clusters[drawn] as readonly number[]).length;
    }
    return count === 0 ? 0 : sum / count;
  }).sort((a, b) => a - b);
  return [quantileOfSorted(means, 0.025), quantileOfSorted(means, 0.975)];
}

/**
 * 95% interval of a share over problems with several samples each: the bootstrap, or, where every problem has the same
 * share and resampling shows no spread, Wilson's interval of that share over the number of problems.
 */
export function clusterShareInterval(clusters: readonly (readonly number[])[]): Interval {
  const shares = clusters.map(average);
  const [first] = shares;
  if (first === undefined || shares.every((share) => share === first)) {
    return wilsonInterval((first ?? 0) * clusters.length, clusters.length);
  }
  return clusterBootstrapInterval(clusters);
}

/** Quantile with linear interpolation between order statistics; `sorted` ascends and is not empty. */
export function quantileOfSorted(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

export const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
