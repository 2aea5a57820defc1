// One cosine for all lengths: HBPO's reward without budgets.
import { shape } from '@allot/spec';
import { both, correct, lMax, n, quarterCosine } from '../fields.js';
import { defineTemplate } from '../template.js';
import { hbpoParameters } from './hbpo.js';

/**
 * R = beta * cos(pi * n / (2 * Lmax)) for a right answer of n <= Lmax tokens, else 0: what HBPO's released code gives a
 * response without a budget, and the cosine arm of its ablation (arXiv 2507.15844).
 */
export const globalCosine = defineTemplate({
  name: 'global-cosine',
  kind: 'reward',
  title: 'One cosine for all lengths: the shortest right answer always earns most',
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, ablation of the reward',
  parameters: { beta: hbpoParameters.beta },
  build: ({ beta }) => shape.when(both(correct, shape.binary(n, '<=', lMax)), quarterCosine(beta, n), 0),
});
