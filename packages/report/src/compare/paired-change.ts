// What changes between a base and another policy over the same problems: differences with intervals and tests.
import { average, randomStream, wilsonInterval } from '@allot/spec';
import { bcaInterval } from '../statistics/bca-interval.js';
import { differenceInterval } from '../statistics/difference.js';
import { mcnemar, signFlipTest } from '../statistics/paired-test.js';
import { correlate } from '../statistics/pairs.js';
import type { Resampled } from '../statistics/resample.js';
import { columnOf } from './align-problems.js';
import type { Interval95, PairedChange, TestedChange } from './comparison-document.js';
import type { ProblemResult } from './evaluated-policy.js';

/** A change whose probabilities are not adjusted yet. */
export type RawChange = Omit<PairedChange, 'accuracyPoints' | 'tokensPercent'> & {
  readonly accuracyPoints: RawTested;
  readonly tokensPercent?: RawTested;
};
type RawTested = Omit<TestedChange, 'adjustedP'>;

/** Two columns for each policy: accuracy and tokens. */
export const accuracyOf = (policy: number) => 2 * policy;
export const tokensOf = (policy: number) => 2 * policy + 1;

/** `resampled` has the columns of all policies over these problems; `policy` is the place of the other one, the base has 0. */
export function pairedChange(
  base: readonly ProblemResult[],
  other: readonly ProblemResult[],
  resampled: Resampled,
  policy: number,
): RawChange {
  const { means } = resampled;
  const at = (column: number): number => means[column] as number;
  const [a, b, s, t] = [at(0), at(accuracyOf(policy)), at(1), at(tokensOf(policy))];
  const points = bcaInterval(resampled, accuracyDifference(policy)) ?? alikeInterval(base, other);
  const ratio = bcaInterval(resampled, logRatio(policy));
  const percent = (logarithm: number): number => 100 * (Math.exp(logarithm) - 1);
  return {
    problems: base.length,
    alike: base.filter(
      ({ accuracy, tokens }, index) => accuracy === other[index]?.accuracy && tokens === other[index]?.tokens,
    ).length,
    base: { accuracy: a, tokens: s },
    other: { accuracy: b, tokens: t },
    accuracyPoints: {
      value: 100 * (b - a),
      interval: [100 * points[0], 100 * points[1]],
      p: accuracyTest(base, other),
    },
    ...(s > 0 &&
      t > 0 && {
        tokensPercent: {
          value: percent(Math.log(t) - Math.log(s)),
          ...(ratio && { interval: [percent(ratio[0]), percent(ratio[1])] as const }),
          p: signFlipTest(differences(base, other, 'tokens'), randomStream(0, 'bootstrap', 2)),
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

/** Where every problem differs alike and resampling shows no spread, Newcombe's interval of two paired shares. */
function alikeInterval(base: readonly ProblemResult[], other: readonly ProblemResult[]): Interval95 {
  const [before, after] = [base, other].map((results) => [...columnOf(results, 'accuracy')]) as [
    number[],
    number[],
  ];
  const share = (values: number[]) => {
    const value = average(values);
    return { value, interval: wilsonInterval(value * values.length, values.length) };
  };
  const correlation = base.length < 2 ? 0 : correlate(before, after);
  return differenceInterval(share(after), share(before), correlation);
}

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
