// Where policies stand by themselves, and which of them no other one beats in both accuracy and tokens.
import { answerIntervals } from '@allot/spec';
import type { Resampled } from '../statistics/resample.js';
import type { PolicyStanding } from './comparison-document.js';
import type { ProblemResult } from './evaluated-policy.js';
import { accuracyOf, tokensOf } from './paired-change.js';

export interface StandingPolicy {
  readonly name: string;
  readonly mode: string;
  readonly results: readonly ProblemResult[];
  /** Response cap, in tokens. */
  readonly maxTokens: number;
}

export function standingsOf(policies: readonly StandingPolicy[], resampled: Resampled): PolicyStanding[] {
  const fronts = resampled.resamples.map((means) => frontierOf(means));
  const front = frontierOf(resampled.means);
  return policies.map(({ name, mode, results, maxTokens }, policy) => {
    const intervals = answerIntervals(results, maxTokens);
    return {
      policy: name,
      mode,
      samplesPerProblem: results[0]?.samples ?? 0,
      accuracy: { value: resampled.means[accuracyOf(policy)] as number, interval: intervals.accuracy },
      tokens: { value: resampled.means[tokensOf(policy)] as number, interval: intervals.tokens },
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
