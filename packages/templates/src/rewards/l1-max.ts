// L1-Max: stay under the stated length.
import { shape } from '@allot/spec';
import { b, correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';
import { l1Alpha } from './l1-exact.js';

/** R = c * clip(alpha * (b - n) + delta, 0, 1) (LCPO-Max, arXiv 2503.04697, equation 2); c is 1 for a right answer, else 0. */
export const l1Max = defineTemplate({
  name: 'l1-max',
  kind: 'reward',
  title: 'L1-Max: a right answer, worth more the further it stays under the budget',
  source: 'L1: Controlling How Long A Reasoning Model Thinks, arXiv 2503.04697, equation 2',
  parameters: {
    alpha: l1Alpha,
    delta: {
      description: 'What a right answer that meets its budget exactly earns.',
      unit: 'reward',
      default: 0.5,
      range: [0, 1],
    },
  },
  build: ({ alpha, delta }) => {
    const slope = shape.add(shape.multiply(alpha, shape.subtract(b, n)), delta);
    return shape.multiply(correct, shape.call('min', shape.call('max', slope, 0), 1));
  },
});
