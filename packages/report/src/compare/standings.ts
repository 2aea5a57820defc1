// Where policies stand by themselves, and which of them no other one beats in both accuracy and tokens.
import { meanInterval, wilsonInterval } from '@allot/spec';
import { bcaInterval } from '../statistics/bca-interval.js';
import type { Resampled } from '../statistics/resample.js';
import { columnOf } from './align-problems.js';
import type { PolicyStanding } from './comparison-document.js';
import type { ProblemResult } from './evaluated-policy.js';
import { accuracyOf, tokensOf } from './paired-change.js';

export interface StandingPolicy {
  readonly name: string;
  readonly mode: string;
  readonly results: readonly ProblemResult[];
}

export function standingsOf(policies: readonly StandingPolicy[], resampled: Resampled): PolicyStanding[] {
  const fronts = resampled.resamples.map((means) => frontierOf(means));
  const front = frontierOf(resampled.means);
  return policies.map(({ name, mode, results }, policy) => {
    const of = (column: number) => ({
      value: resampled.means[column] as number,
      interval: bcaInterval(resampled, (means) => means[column] as number),
    });
    const [accuracy, tokens] = [of(accuracyOf(policy)), of(tokensOf(policy))];
    const n = results.length;
    return {
      policy: name,
      mode,
      samplesPerProblem: results[0]?.samples ?? 0,
      accuracy: { ...accuracy, interval: accuracy.interval ?? wilsonInterval(accuracy.value * n, n) },
      tokens: { ...tokens, interval: tokens.interval ?? meanInterval([...columnOf(results, 'tokens')]) },
      frontierShare: fronts.filter((one) => one[policy]).length / fronts.length,
      onFrontier: front[policy] === true,
    };
  });
}

/** For each policy, whether none is at least as accurate and as short as it, and better in one of both. */
export function frontierOf(means: readonly number[]): boolean[] {
  const points = Array.from({ length: means.length / 2 }, (_, policy) => ({
    accuracy: means[accuracyOf(policy)] as number,
    tokens: means[tokensOf(policy)] as number,
  }));
  return points.map(
    (own) =>
      !points.some(
        ({ accuracy, tokens }) =>
          accuracy >= own.accuracy &&
          tokens <= own.tokens &&
          (accuracy > own.accuracy || tokens < own.tokens),
      ),
  );
}
