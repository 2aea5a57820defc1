// L1-Max: stay under the stated length.
import { shape } from '@allot/spec';
import { b, correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';
import { l1Alpha } from './l1-exact.js';

/**
 * LCPO-Max (arXiv 2503.04697, equation 2):
 *
 *     R = c * clip(alpha * (b - n) + delta, 0, 1)
 */
export const l1Max = defineTemplate({
  name: 'l1-max',
  kind: 'reward',
  title: 'L1-Max: a right answer, worth more the further it stays under the budget',
  formula: 'R = c * clip(alpha * (b - n) + delta, 0, 1)',
  source: 'L1: Controlling How Long A Reasoning Model Thinks, arXiv 2503.04697, equation 2',
  verified:
    'cmu-l3/l1 at 93dd330: docs/static/pdfs/paper.tex and math_reward.py, which writes the same as max(0, (clip(2 * alpha * (b - n), -1, 1) + 1) / 2).',
  notes:
    'The budget is stated in the prompt: `... Think for maximum {b} tokens.` L1-Max is trained on both objectives, by the kind of prompt, from an L1-Exact model.',
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
