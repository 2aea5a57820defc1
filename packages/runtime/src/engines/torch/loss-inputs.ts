// The terms that an emitted loss reads.
import type { EmittedObjective } from '@allot/spec';

/** By the names of the onnx engine's graphs. */
export function lossInputs(objective: EmittedObjective): ReadonlySet<string> {
  if (objective.kind === 'supervised') return new Set(['weights']);
  const { dualClip, entropyBonus, referenceKl, klCov } = objective;
  return new Set([
    'weights',
    'advantages',
    'old_log_probabilities',
    'temperature',
    'clip_low',
    'clip_high',
    ...(dualClip ? ['dual_clip'] : []),
    ...(entropyBonus ? ['entropy_bonus'] : []),
    ...(referenceKl ? ['kl_coefficient', 'reference_log_probabilities'] : []),
    ...(klCov ? ['kl_cov_coefficients'] : []),
  ]);
}
