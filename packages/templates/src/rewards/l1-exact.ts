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
 * LCPO-Exact (arXiv 2503.04697, equation 1):
 *
 *     R = c - alpha * |b - n|
 *
 * Wrong answers pay for their length too, and a right one can earn less than nothing.
 */
export const l1Exact = defineTemplate({
  name: 'l1-exact',
  kind: 'reward',
  title: 'L1-Exact: a right answer, less what its length is off the budget',
  formula: 'R = c - alpha * |b - n|',
  source: 'L1: Controlling How Long A Reasoning Model Thinks, arXiv 2503.04697, equation 1',
  verified:
    'cmu-l3/l1 at 93dd330: docs/static/pdfs/paper.tex, math_reward.py and scripts/train/run_l1_exact.sh.',
  notes: 'The budget is stated in the prompt: `... Think for {b} tokens.`, with b drawn from 100 to 4,000.',
  parameters: { alpha: l1Alpha },
  build: ({ alpha }) =>
    shape.subtract(correct, shape.multiply(alpha, shape.call('abs', shape.subtract(b, n)))),
});
