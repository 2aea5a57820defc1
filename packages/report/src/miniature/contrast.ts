// Sums of measured means with weights, and how sure they are: over problems, and over seeds.
import { normalQuantile, studentQuantile } from '../statistics/normal.js';
import { mean } from './measure-responses.js';
import type { Measured } from './miniature-results.js';

export type Interval = readonly [low: number, high: number];

export interface Estimate {
  readonly value: number;
  /** 95% over problems, for these seeds. */
  readonly problems: Interval;
  /** 95% over seeds, for these problems; absent with one seed. */
  readonly seeds?: Interval;
}

export interface Term {
  readonly weight: number;
  readonly of: Measured;
}

/**
 * The sum of weight * mean, plus a constant. Terms are taken as independent, which widens the intervals of differences on the same
 * problems. Over seeds: Student's t with Welch's degrees of freedom, rounded down.
 */
export function contrast(terms: readonly Term[], constant = 0): Estimate {
  const value = constant + terms.reduce((sum, { weight, of }) => sum + weight * mean(of.seeds), 0);
  const error = Math.hypot(...terms.map(({ weight, of }) => weight * of.error));
  const z = normalQuantile(0.975);
  const problems: Interval = [value - z * error, value + z * error];
  if (terms.some(({ of }) => of.seeds.length < 2)) return { value, problems };
  const parts = terms.map(({ weight, of }) => ({
    variance: (weight ** 2 * sampleVariance(of.seeds)) / of.seeds.length,
    freedom: of.seeds.length - 1,
  }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const fourth = parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
  const freedom = fourth === 0 ? 1 : Math.floor(variance ** 2 / fourth + 1e-9);
  const half = student(Math.max(1, freedom)) * Math.sqrt(variance);
  return { value, problems, seeds: [value - half, value + half] };
}

/** The mean itself. */
export const estimate = (of: Measured): Estimate => contrast([{ weight: 1, of }]);

const sampleVariance = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
};

/** 97.5% quantiles of Student's t for 1, 2, ... degrees of freedom, where the expansion is too coarse. */
const fewDegrees = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

const student = (freedom: number): number =>
  fewDegrees[freedom - 1] ?? studentQuantile(normalQuantile(0.975), freedom);
