// The classic reward: right or wrong.
import { shape } from '@allot/spec';
import { correct } from '../fields.js';
import { defineTemplate } from '../template.js';

/** R = 1 for a right answer, else 0: the reward under GRPO's family (arXiv 2402.03300), blind to length. */
export const classic = defineTemplate({
  name: 'classic',
  kind: 'reward',
  title: 'Right or wrong: 1 or 0, whatever the length',
  source: 'Rule-based accuracy reward, arXiv 2402.03300 and 2501.12948',
  parameters: {},
  build: () => shape.when(correct, 1, 0),
});
