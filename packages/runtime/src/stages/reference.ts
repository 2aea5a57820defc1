// The reference policy beside the one that is trained: its log-probabilities, and how far the responses are from it.
import { type KlEstimator, type ResolvedReinforcement, TokenOrigin } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import type { Engine } from '../engine.js';
import { concatTokens } from './loss-mask.js';

/** Estimates of a token's divergence from its log-ratio x = log p - log p_base (see `KlEstimator`). */
export const klEstimates: Readonly<Record<KlEstimator, (logRatio: number) => number>> = {
  k1: (x) => x,
  k2: (x) => (x * x) / 2,
  k3: (x) => Math.expm1(-x) + x,
  abs: Math.abs,
};

/** The rollouts with the reference policy's log-probabilities, where the objective has a divergence from it. */
export async function addReference(
  { objective, training }: ResolvedReinforcement,
  engine: Engine,
  rollouts: readonly RolloutRow[],
): Promise<readonly RolloutRow[]> {
  if (!objective.kl) return rollouts;
  const sequences = rollouts.map((row) => concatTokens(row.promptTokens, row.responseTokens));
  const scored = await engine.logProbabilities(sequences, training.temperature, 'reference');
  return rollouts.map((row, index) => ({
    ...row,
    referenceLogProbabilities: (scored[index] as Float32Array).slice(row.promptTokens.length - 1),
  }));
}

/** Sum of the estimates over the tokens that the policy sampled itself. */
export function divergence(
  estimator: KlEstimator,
  { tokenOrigins, logProbabilities, referenceLogProbabilities }: RolloutRow,
): number {
  if (!referenceLogProbabilities) throw new Error('the rollouts have no reference log-probabilities');
  return logProbabilities.reduce((sum, logProbability, token) => {
    if (tokenOrigins[token] !== TokenOrigin.sampled) return sum;
    return sum + klEstimates[estimator](logProbability - (referenceLogProbabilities[token] as number));
  }, 0);
}
