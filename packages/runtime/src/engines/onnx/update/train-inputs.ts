// The inputs of the train graph that a batch gives, by name.
import type { EmittedGraph } from '@allot/spec';
import type { UpdateBatch, UpdateSequence } from '../../../engine.js';

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

/** The scalars of a batch. Throws when the batch gives other terms of the loss than the graph reads. */
export function trainScalars({ inputs }: EmittedGraph, batch: UpdateBatch): Record<string, number> {
  if (batch.objective === 'supervised') return {};
  const scalars = Object.entries(scalarInputs).flatMap(([name, of]) => {
    const value = of(batch);
    return value === undefined ? [] : [[name, value] as const];
  });
  const [sequence] = batch.sequences;
  const targets = Object.keys(targetInputs).filter((name) => sequence && targetInputs[name]?.(sequence));
  const given = new Set([...scalars.map(([name]) => name), ...targets]);
  const known = [...Object.keys(scalarInputs), ...Object.keys(targetInputs)];
  const read = new Set(inputs.map(({ name }) => name));
  const strange = sequence ? known.filter((name) => given.has(name) !== read.has(name)) : [];
  if (strange.length > 0) {
    throw new RangeError(`the batch and the emitted loss differ in ${strange.join(', ')}`);
  }
  return Object.fromEntries(scalars);
}
