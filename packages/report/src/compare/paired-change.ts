// What changes between a base and another policy over the same problems: differences with intervals and tests.
import { randomStream } from '@allot/spec';
import { changeIntervals } from '../statistics/change-intervals.js';
import { mcnemar, signFlipTest } from '../statistics/paired-test.js';
import { correlatePairs } from '../statistics/pairs.js';
import { columnOf } from './align-problems.js';
import type { PairedChange, TestedChange } from './comparison-document.js';
import { estimateSide, type Side } from './estimate-side.js';
import type { ProblemResult } from './evaluated-policy.js';

/** A change whose probabilities are not adjusted yet. */
export type RawChange = Omit<PairedChange, 'accuracyPoints' | 'tokensPercent'> & {
  readonly accuracyPoints: RawTested;
  readonly tokensPercent?: RawTested;
};
type RawTested = Omit<TestedChange, 'adjustedP'>;

/** Both sides have the same problems in the same order. */
export function pairedChange(base: Side, other: Side): RawChange {
  const [before, after] = [estimateSide(base), estimateSide(other)];
  const intervals = changeIntervals(
    before,
    after,
    correlatePairs(base.results.map((result, index) => [result, other.results[index] as ProblemResult])),
  );
  const [s, t] = [before.tokens.value, after.tokens.value];
  const percent = (ratio: number): number => 100 * (ratio - 1);
  const [low, high] = intervals.accuracy;
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
          ...(intervals.tokensRatio && {
            interval: [percent(intervals.tokensRatio[0]), percent(intervals.tokensRatio[1])] as const,
          }),
          p: signFlipTest(
            differences(base.results, other.results, 'tokens'),
            randomStream(0, 'bootstrap', 2),
          ),
        },
      }),
  };
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
