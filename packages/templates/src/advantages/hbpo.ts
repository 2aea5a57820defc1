// HBPO's advantage, as the paper has it.
import { shape } from '@allot/spec';
import { defineTemplate } from '../template.js';
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
 *     A_intra(i)    = mean over the tier of R - f2(b_i)
 *     A_inter(i, j) = (R(i, j) - mean over the group of R) / (std over the group of R + epsilon)
 *     A(i, j)       = A_intra(i) + A_inter(i, j)
 *
 * As R <= f2(b), A_intra is never positive: it moves probability between tiers and never ranks a tier's rollouts.
 * `intra: false` leaves it out. The standard deviation is the sample one, as in the released code.
 */
export const hbpo = defineTemplate({
  name: 'hbpo',
  kind: 'advantage',
  title: 'HBPO: how a tier does against its budget, and how a rollout does in its group',
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, Algorithm 1',
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
