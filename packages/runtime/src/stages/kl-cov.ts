// KL-Cov: which tokens of a minibatch are held back, those whose update would cost the most entropy.
import type { ResolvedObjective } from '@allot/spec';
import type { UpdateSequence } from '../engine.js';

type Targets = Pick<UpdateSequence, 'weights' | 'advantages'>;

/**
 * For each target of each sequence the coefficient of its divergence, or 0. Chosen are the targets with the largest
 * (log p - mean log p) (A - mean A), means over all targets that carry loss (arXiv 2505.22617, equations 8 and 10);
 * earlier ones first where it is equal.
 */
export function klCovCoefficients(
  { ratio, coefficient }: NonNullable<ResolvedObjective['klCov']>,
  sequences: readonly Targets[],
  logProbabilities: readonly Float32Array[],
): Float32Array[] {
  const targets = sequences.flatMap(({ weights, advantages }, sequence) =>
    [...weights.keys()]
      .filter((target) => weights[target] !== 0)
      .map((target) => ({
        sequence,
        target,
        logProbability: logProbabilities[sequence]?.[target] as number,
        advantage: advantages[target] as number,
      })),
  );
  const mean = (value: (of: (typeof targets)[number]) => number): number =>
    targets.reduce((sum, one) => sum + value(one), 0) / targets.length;
  const center = {
    logProbability: mean((one) => one.logProbability),
    advantage: mean((one) => one.advantage),
  };
  const covariance = (one: (typeof targets)[number]): number =>
    (one.logProbability - center.logProbability) * (one.advantage - center.advantage);
  const chosen = targets
    .map((one) => ({ ...one, covariance: covariance(one) }))
    .sort((a, b) => b.covariance - a.covariance)
    .slice(0, Math.max(1, Math.floor(targets.length * ratio)));
  const coefficients = sequences.map(({ weights }) => new Float32Array(weights.length));
  for (const { sequence, target } of chosen) (coefficients[sequence] as Float32Array)[target] = coefficient;
  return coefficients;
}
