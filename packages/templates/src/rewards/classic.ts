// The classic reward: right or wrong.
import { shape } from '@allot/spec';
import { correct } from '../fields.js';
import { defineTemplate } from '../template.js';

/**
 * The reward under GRPO's family (arXiv 2402.03300), blind to length:
 *
 *     R = c
 */
export const classic = defineTemplate({
  name: 'classic',
  kind: 'reward',
  title: 'Right or wrong: 1 or 0, whatever the length',
  formula: 'R = c',
  source: 'Rule-based accuracy reward, arXiv 2402.03300 and 2501.12948',
  verified: 'volcengine/verl at b178a3cd5; sail-sg/understand-r1-zero at dfca49d.',
  notes: 'Elastic Reasoning (arXiv 2505.05315) and the control arm of most methods use it.',
  parameters: {},
  build: () => shape.when(correct, 1, 0),
});
