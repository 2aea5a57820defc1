// One cosine for all lengths: HBPO's reward without budgets.
import { shape } from '@allot/spec';
import { both, correct, lMax, n, quarterCosine } from '../fields.js';
import { defineTemplate } from '../template.js';
import { hbpoParameters } from './hbpo.js';

/**
 * What HBPO's released code gives a response without a budget, and the cosine arm of its ablation (arXiv 2507.15844):
 *
 *     R = beta * cos(pi * n / (2 * Lmax)) if c = 1 and n <= Lmax, else 0
 *
 * In every tier a shorter right answer is worth strictly more: training on it collapses to short answers. The length
 * reward that is published under the name of cosine is another, `cosine`.
 */
export const globalCosine = defineTemplate({
  name: 'global-cosine',
  kind: 'reward',
  title: 'One cosine for all lengths: the shortest right answer always earns most',
  formula: 'R = beta * cos(pi * n / (2 * Lmax)) if c = 1 and n <= Lmax, else 0',
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, ablation of the reward',
  verified: 'ZJU-REAL/HBPO at 5c8991d: rllm/rewards/math_reward.py, which rounds it to two decimals.',
  notes:
    "The cosine of HBPO's ablation, without budgets. The cosine length reward of arXiv 2502.03373 is `cosine`.",
  parameters: { beta: hbpoParameters.beta },
  build: ({ beta }) => shape.when(both(correct, shape.binary(n, '<=', lMax)), quarterCosine(beta, n), 0),
});
