// How far the sampler's log-probabilities are from those that the training engine computes for the same tokens and weights.
import { type StepMetrics, TokenOrigin } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import { klEstimates } from './reference.js';

export type SamplerMismatch = Pick<
  StepMetrics,
  'samplerMeanDifference' | 'samplerMaxDifference' | 'samplerKl' | 'samplerBeyondClip'
>;

/**
 * Over the tokens that the sampler chose itself; zeros where there are none. `recomputed` holds one number for each target of
 * prompt + response, like what the engine gives.
 */
export function samplerMismatch(
  { clipLow, clipHigh }: { readonly clipLow: number; readonly clipHigh: number },
  rollouts: readonly RolloutRow[],
  recomputed: readonly Float32Array[],
): SamplerMismatch {
  let [count, sum, largest, divergence, beyond] = [0, 0, 0, 0, 0];
  for (const [row, { promptTokens, tokenOrigins, logProbabilities }] of rollouts.entries()) {
    for (const [token, origin] of tokenOrigins.entries()) {
      if (origin !== TokenOrigin.sampled) continue;
      const trained = recomputed[row]?.[promptTokens.length - 1 + token] as number;
      const logRatio = (logProbabilities[token] as number) - trained;
      const ratio = Math.exp(-logRatio);
      count += 1;
      sum += Math.abs(logRatio);
      largest = Math.max(largest, Math.abs(logRatio));
      divergence += klEstimates.k3(logRatio);
      if (ratio < 1 - clipLow || ratio > 1 + clipHigh) beyond += 1;
    }
  }
  const of = Math.max(1, count);
  return {
    samplerMeanDifference: sum / of,
    samplerMaxDifference: largest,
    samplerKl: divergence / of,
    samplerBeyondClip: beyond / of,
  };
}
