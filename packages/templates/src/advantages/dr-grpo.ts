// Dr. GRPO's advantage.
import { defineTemplate } from '../template.js';
import { centered } from './terms.js';

/**
 * Dr. GRPO's advantage (arXiv 2503.20783), without the division that favours very easy and very hard problems:
 *
 *     A = R - mean R
 */
export const drGrpo = defineTemplate({
  name: 'dr-grpo',
  kind: 'advantage',
  title: 'Dr. GRPO: how a rollout does in its group, not divided by the spread',
  formula: 'A = R - mean R',
  source: 'Understanding R1-Zero-Like Training, arXiv 2503.20783, section 3',
  verified: 'sail-sg/understand-r1-zero at dfca49d.',
  notes:
    'The method also sums token losses and divides by a constant: aggregation `seq-mean-token-sum-norm`.',
  parameters: {},
  build: () => centered,
});
