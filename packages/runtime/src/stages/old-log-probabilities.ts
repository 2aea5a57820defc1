// The old policy's log-probabilities: the sampler's, or recomputed by the engine that trains.
import { type ResolvedReinforcement, TokenOrigin } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import type { Engine } from '../engine.js';
import { alignToTargets, concatTokens } from './loss-mask.js';
import { type SamplerMismatch, samplerMismatch } from './sampler-mismatch.js';

export interface OldLogProbabilities {
  /** Over the targets of each prompt + response. */
  readonly old: readonly Float32Array[];
  /** Where both are known. */
  readonly mismatch?: SamplerMismatch;
}

/**
 * The sampler's are 0 at prefill tokens, so a policy that is trained on its prefill has them recomputed. A sampler that computes in
 * other numbers than the update has them recomputed as well, to say how far it is off; what is trained with stays the setting's.
 */
export async function oldLogProbabilities(
  { objective, response, training }: ResolvedReinforcement,
  engine: Engine,
  rollouts: readonly RolloutRow[],
): Promise<OldLogProbabilities> {
  const takesSampler = objective.oldLogProbabilities === 'sampler' && !response.prefillInLoss;
  const sampled = (): Float32Array[] =>
    rollouts.map(({ promptTokens, logProbabilities }) =>
      alignToTargets(promptTokens.length, logProbabilities),
    );
  if (takesSampler && !engine.samplerDiffers) return { old: sampled() };
  const sequences = rollouts.map(({ promptTokens, responseTokens }) =>
    concatTokens(promptTokens, responseTokens),
  );
  const recomputed = await engine.logProbabilities(sequences, training.temperature);
  return {
    old: takesSampler
      ? sampled()
      : recomputed.map((values, row) => withDeclared(values, rollouts[row] as RolloutRow)),
    mismatch: samplerMismatch(objective, rollouts, recomputed),
  };
}

/** A token that was put there with a declared probability keeps it, whatever the policy gives it. */
function withDeclared(
  recomputed: Float32Array,
  { promptTokens, tokenOrigins, logProbabilities }: RolloutRow,
): Float32Array {
  const place = tokenOrigins.indexOf(TokenOrigin.declared);
  return place < 0
    ? recomputed
    : recomputed.with(promptTokens.length - 1 + place, logProbabilities[place] as number);
}
