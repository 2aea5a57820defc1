// The 95% intervals of a change between two evaluations, the same in the report of a run and in a comparison.
import { differenceInterval, type Estimate, type Interval, ratioInterval } from './difference.js';
import type { PairedProblems } from './pairs.js';

/** Accuracy as a share and mean tokens of one evaluation, each with its interval. */
export interface EstimatedAnswers {
  readonly accuracy: Estimate;
  readonly tokens: Estimate;
}

export interface ChangeIntervals {
  /** Of after - before. */
  readonly accuracy: Interval;
  /** Of after / before; absent where a bound is not positive, or neither side has a spread: one problem says nothing of others. */
  readonly tokensRatio?: Interval;
}

/** Without pairs the evaluations are of other problems, and independent. */
export function changeIntervals(
  before: EstimatedAnswers,
  after: EstimatedAnswers,
  pairs: PairedProblems | undefined,
): ChangeIntervals {
  const ratio = ratioInterval(after.tokens, before.tokens, pairs?.tokensCorrelation ?? 0);
  const hasSpread = [before, after].some(({ tokens: { interval } }) => interval[0] < interval[1]);
  return {
    accuracy: differenceInterval(after.accuracy, before.accuracy, pairs?.accuracyCorrelation ?? 0),
    ...(ratio && hasSpread && { tokensRatio: ratio }),
  };
}
