// Where policies stand by themselves, and which of them no other one beats in both accuracy and tokens.
import type { Resampled } from '../statistics/resample.js';
import type { PolicyStanding } from './comparison-document.js';
import { estimateSide, type Side } from './estimate-side.js';

export interface StandingPolicy extends Side {
  readonly name: string;
  readonly mode: string;
}

/** Two columns for each policy: accuracy and tokens. */
export const accuracyOf = (policy: number) => 2 * policy;
export const tokensOf = (policy: number) => 2 * policy + 1;

/** `resampled` has the columns of all policies. */
export function standingsOf(policies: readonly StandingPolicy[], resampled: Resampled): PolicyStanding[] {
  const fronts = resampled.resamples.map((means) => frontierOf(means));
  const front = frontierOf(resampled.means);
  return policies.map(({ name, mode, ...side }, policy) => ({
    policy: name,
    mode,
    samplesPerProblem: side.results[0]?.samples ?? 0,
    ...estimateSide(side),
    frontierShare: fronts.filter((one) => one[policy]).length / fronts.length,
    onFrontier: front[policy] === true,
  }));
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
