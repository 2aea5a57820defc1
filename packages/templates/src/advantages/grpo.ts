// GRPO's advantage.
import { defineTemplate } from '../template.js';
import { epsilonParameter, groupNormalized, sampleStdParameter } from './terms.js';

/**
 * GRPO's advantage (arXiv 2402.03300); 0 in a group of one:
 *
 *     A = (R - mean R) / (std R + epsilon)
 */
export const grpo = defineTemplate({
  name: 'grpo',
  kind: 'advantage',
  title: 'GRPO: how a rollout does in its group, in standard deviations',
  formula: 'A = (R - mean R) / (std R + epsilon)',
  source: 'DeepSeekMath, arXiv 2402.03300, section 4.1',
  verified:
    'volcengine/verl at b178a3cd5: verl/trainer/ppo/core_algos.py, with the sample standard deviation and 1e-6.',
  parameters: { epsilon: epsilonParameter, sampleStd: sampleStdParameter },
  build: ({ epsilon, sampleStd }) => groupNormalized(epsilon, sampleStd),
});
