// The terms of a loss that a batch gives, by the names that all engines have for them.
import type { UpdateBatch, UpdateSequence } from '../engine.js';

/** What of a sequence stands at each of its targets. */
export const targetInputs: Readonly<Record<string, (sequence: UpdateSequence) => Float32Array | undefined>> =
  {
    weights: ({ weights }) => weights,
    advantages: ({ advantages }) => advantages,
    old_log_probabilities: ({ oldLogProbabilities }) => oldLogProbabilities,
    reference_log_probabilities: ({ referenceLogProbabilities }) => referenceLogProbabilities,
    kl_cov_coefficients: ({ klCovCoefficients }) => klCovCoefficients,
  };

/** One number for all tokens. */
const scalarInputs: Readonly<Record<string, (batch: UpdateBatch) => number | undefined>> = {
  temperature: ({ temperature }) => temperature,
  clip_low: ({ clipLow }) => clipLow,
  clip_high: ({ clipHigh }) => clipHigh,
  dual_clip: ({ dualClip }) => dualClip,
  entropy_bonus: ({ entropyBonus }) => entropyBonus,
  kl_coefficient: ({ klCoefficient }) => klCoefficient,
};

/**
 * The scalars of a batch. Throws when the batch is for another loss than the engine was emitted for, or gives other terms
 * than that reads.
 */
export function lossScalars(read: ReadonlySet<string>, batch: UpdateBatch): Record<string, number> {
  const objective = read.has('advantages') ? 'policy-gradient' : 'supervised';
  if (batch.objective !== objective) {
    throw new RangeError(
      `the engine was emitted for a ${objective} loss, the batch is for ${batch.objective}`,
    );
  }
  if (batch.objective === 'supervised') return {};
  const scalars = Object.entries(scalarInputs).flatMap(([name, of]) => {
    const value = of(batch);
    return value === undefined ? [] : [[name, value] as const];
  });
  const [sequence] = batch.sequences;
  const targets = Object.keys(targetInputs).filter((name) => sequence && targetInputs[name]?.(sequence));
  const given = new Set([...scalars.map(([name]) => name), ...targets]);
  const known = [...Object.keys(scalarInputs), ...Object.keys(targetInputs)];
  const strange = sequence ? known.filter((name) => given.has(name) !== read.has(name)) : [];
  if (strange.length > 0) {
    throw new RangeError(`the batch and the emitted loss differ in ${strange.join(', ')}`);
  }
  return Object.fromEntries(scalars);
}

/** Tokens that carry weight. */
export const countTrained = (batch: UpdateBatch): number =>
  batch.sequences.reduce(
    (total, { weights }) => total + weights.reduce((count, weight) => count + (weight !== 0 ? 1 : 0), 0),
    0,
  );
