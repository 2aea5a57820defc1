// L1-Exact: hit the stated length.
import { shape } from '@allot/spec';
import { b, correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';

export const l1Alpha = {
  description: 'Cost of every token away from the budget.',
  unit: 'reward per token',
  default: 0.0003,
  range: [0, 1000],
} as const;

/**
 * R = c - alpha * |b - n| (LCPO-Exact, arXiv 2503.04697, equation 1); c is 1 for a right answer, else 0.
 * Wrong answers pay for their length too, and a right one can earn less than nothing.
 */
export const l1Exact = defineTemplate({
  name: 'l1-exact',
  kind: 'reward',
  title: 'L1-Exact: a right answer, less what its length is off the budget',
  source: 'L1: Controlling How Long A Reasoning Model Thinks, arXiv 2503.04697, equation 1',
  parameters: { alpha: l1Alpha },
  build: ({ alpha }) =>
    shape.subtract(correct, shape.multiply(alpha, shape.call('abs', shape.subtract(b, n)))),
});
