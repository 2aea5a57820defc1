// What changes between a base and another policy over the same problems: differences with intervals and tests.
import { randomStream } from '@allot/spec';
import { bcaInterval } from '../statistics/bca-interval.js';
import { changeIntervals } from '../statistics/change-intervals.js';
import { mcnemar, signFlipTest } from '../statistics/paired-test.js';
import { correlatePairs } from '../statistics/pairs.js';
import type { Resampled } from '../statistics/resample.js';
import { columnOf } from './align-problems.js';
import type { Interval95, PairedChange, TestedChange } from './comparison-document.js';
import { estimateSide, type Side } from './estimate-side.js';
import type { ProblemResult } from './evaluated-policy.js';
import { accuracyOf, tokensOf } from './standings.js';

/** A change whose probabilities are not adjusted yet. */
export type RawChange = Omit<PairedChange, 'accuracyPoints' | 'tokensPercent'> & {
  readonly accuracyPoints: RawTested;
  readonly tokensPercent?: RawTested;
};
type RawTested = Omit<TestedChange, 'adjustedP'>;

/**
 * Both sides have the same problems in the same order. `resampled` has the columns of all policies over them; `policy` is the place of
 * the other one, the base has 0.
 */
export function pairedChange(base: Side, other: Side, resampled: Resampled, policy: number): RawChange {
  const [before, after] = [estimateSide(base), estimateSide(other)];
  const [s, t] = [before.tokens.value, after.tokens.value];
  const percent = (ratio: number): number => 100 * (ratio - 1);
  const [low, high] = bcaInterval(resampled, accuracyDifference(policy)) ?? alikeInterval(base, other);
  const ratio = bcaInterval(resampled, logRatio(policy));
  return {
    problems: base.results.length,
    alike: base.results.filter(({ accuracy, tokens }, index) => {
      const result = other.results[index];
      return accuracy === result?.accuracy && tokens === result.tokens;
    }).length,
    base: { accuracy: before.accuracy.value, tokens: s },
    other: { accuracy: after.accuracy.value, tokens: t },
    accuracyPoints: {
      value: 100 * (after.accuracy.value - before.accuracy.value),
      interval: [100 * low, 100 * high],
      p: accuracyTest(base.results, other.results),
    },
    ...(s > 0 &&
      t > 0 && {
        tokensPercent: {
          value: percent(t / s),
          ...(ratio && {
            interval: [percent(Math.exp(ratio[0])), percent(Math.exp(ratio[1]))] as const,
          }),
          p: signFlipTest(
            differences(base.results, other.results, 'tokens'),
            randomStream(0, 'bootstrap', 2),
          ),
        },
      }),
  };
}

/** As a difference of logarithms, so that the intervals of (A, B) and (B, A) are each other's mirror. */
const logRatio =
  (policy: number) =>
  (means: readonly number[]): number =>
    Math.log(means[tokensOf(policy)] as number) - Math.log(means[tokensOf(0)] as number);

const accuracyDifference =
  (policy: number) =>
  (means: readonly number[]): number =>
    (means[accuracyOf(policy)] as number) - (means[accuracyOf(0)] as number);

/** Where every problem differs alike and resampling shows no spread: the interval that the report of a run has. */
const alikeInterval = (base: Side, other: Side): Interval95 =>
  changeIntervals(
    estimateSide(base),
    estimateSide(other),
    correlatePairs(base.results.map((result, index) => [result, other.results[index] as ProblemResult])),
  ).accuracy;

function accuracyTest(base: readonly ProblemResult[], other: readonly ProblemResult[]): number {
  const changes = differences(base, other, 'accuracy');
  const isSingle = [...base, ...other].every(({ samples }) => samples === 1);
  return isSingle
    ? mcnemar(changes.filter((change) => change > 0).length, changes.filter((change) => change < 0).length)
    : signFlipTest(changes, randomStream(0, 'bootstrap', 3));
}

function differences(
  base: readonly ProblemResult[],
  other: readonly ProblemResult[],
  measure: 'accuracy' | 'tokens',
): Float64Array {
  const after = columnOf(other, measure);
  return columnOf(base, measure).map((value, index) => (after[index] as number) - value);
}
