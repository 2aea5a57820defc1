// HBPO's advantage, as the paper has it.
import { shape } from '@allot/spec';
import { defineTemplate, lines } from '../template.js';
import { epsilonParameter, groupNormalized, intraTier, sampleStdParameter } from './terms.js';

export const betaParameter = {
  description: "The reward's beta: f2(b), the most that a tier can earn, is made from it.",
  unit: 'reward',
  default: 4,
  range: [0, 1000],
} as const;

/**
 * HBPO's advantage (arXiv 2507.15844, Algorithm 1), for rollout j of tier i:
 *
 *     A_intra = mean of R over the tier - f2(b) ; f2(b) = beta * cos(pi * b / (2 * Lmax))
 *     A_inter = (R - mean R) / (std R + epsilon)
 *     A       = A_intra + A_inter
 *
 * As R <= f2(b), A_intra is never positive: it moves probability between tiers and never ranks a tier's rollouts.
 * `intra: false` leaves it out. The standard deviation is the sample one, as in the released code.
 */
export const hbpo = defineTemplate({
  name: 'hbpo',
  kind: 'advantage',
  title: 'HBPO: how a tier does against its budget, and how a rollout does in its group',
  formula: lines(
    'A_intra = mean of R over the tier - f2(b) ; f2(b) = beta * cos(pi * b / (2 * Lmax))',
    'A_inter = (R - mean R) / (std R + epsilon)',
    'A       = A_intra + A_inter',
  ),
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, Algorithm 1',
  verified: 'ZJU-REAL/HBPO at 5c8991d: verl/trainer/ppo/core_algos.py; the method section of the paper.',
  notes:
    'In a group that is all wrong every rollout has -f2(b): -3.92 at budget 512, -2.22 at 2,560 (Lmax 4,096).',
  parameters: {
    beta: betaParameter,
    intra: { description: "Whether the tier's own term is added.", default: true },
    epsilon: epsilonParameter,
    sampleStd: sampleStdParameter,
  },
  build: ({ beta, intra, epsilon, sampleStd }) => {
    const inter = groupNormalized(epsilon, sampleStd);
    return intra ? shape.add(intraTier(beta), inter) : inter;
  },
});
