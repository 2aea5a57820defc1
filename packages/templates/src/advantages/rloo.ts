// RLOO's advantage.
import { defineTemplate } from '../template.js';
import { leaveOneOut } from './terms.js';

/**
 * RLOO's advantage (arXiv 2402.14740); 0 in a group of one:
 *
 *     A = R - mean R of the others = G / (G - 1) * (R - mean R)
 */
export const rloo = defineTemplate({
  name: 'rloo',
  kind: 'advantage',
  title: 'RLOO: a rollout against the mean of its siblings',
  formula: 'A = R - mean R of the others = G / (G - 1) * (R - mean R)',
  source: 'Back to Basics: Revisiting REINFORCE Style Optimization, arXiv 2402.14740',
  verified: 'volcengine/verl at b178a3cd5: verl/trainer/ppo/core_algos.py.',
  parameters: {},
  build: () => leaveOneOut,
});
