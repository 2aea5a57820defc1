// RLOO's advantage.
import { shape } from '@allot/spec';
import { reward } from '../fields.js';
import { defineTemplate } from '../template.js';
import { centered } from './terms.js';

/** A = R - mean of the other G - 1 rewards = G / (G - 1) * (R - mean of all) (RLOO, arXiv 2402.14740); 0 in a group of one. */
export const rloo = defineTemplate({
  name: 'rloo',
  kind: 'advantage',
  title: 'RLOO: a rollout against the mean of its siblings',
  source: 'Back to Basics: Revisiting REINFORCE Style Optimization, arXiv 2402.14740',
  parameters: {},
  build: () => {
    const size = shape.reduce('count', 'group', reward);
    return shape.multiply(shape.divide(size, shape.call('max', shape.subtract(size, 1), 1)), centered);
  },
});
