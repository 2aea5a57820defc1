// GRPO's advantage.
import { defineTemplate } from '../template.js';
import { epsilonParameter, groupNormalized, sampleStdParameter } from './terms.js';

/** A = (R - mean of the group) / (std of the group + epsilon) (GRPO, arXiv 2402.03300); 0 in a group of one. */
export const grpo = defineTemplate({
  name: 'grpo',
  kind: 'advantage',
  title: 'GRPO: how a rollout does in its group, in standard deviations',
  source: 'DeepSeekMath, arXiv 2402.03300, section 4.1',
  parameters: { epsilon: epsilonParameter, sampleStd: sampleStdParameter },
  build: ({ epsilon, sampleStd }) => groupNormalized(epsilon, sampleStd),
});
