// LAPO's second stage: the length that was stated.
import { exp, minus, negate, over, plus, square, times } from '../algebra.js';
import { correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';

/**
 * LAPO, internalization (arXiv 2507.15758), for the length M that the prefill states:
 *
 *     R = c * (1 + weight * exp(-(n - M)^2 / (2 * width^2)))
 *
 * In the paper M is a length of the problem's own, found in the first stage and never raised; here it is the budget of
 * the tier, or one number.
 */
export const lapoInternalize = defineTemplate({
  name: 'lapo-internalize',
  kind: 'reward',
  title: 'LAPO, internalization: right answers near the stated length',
  formula: 'R = c * (1 + weight * exp(-(n - M)^2 / (2 * width^2)))',
  source:
    'LAPO: Internalizing Reasoning Efficiency via Length-Adaptive Policy Optimization, arXiv 2507.15758',
  verified: 'Full text of the paper; ZJU-REAL/LAPO at bd59dfd: examples/scripts/reward_func_stage2.py.',
  notes:
    "M per problem (the median right length, lowered over time; the group's own median while unsolved) needs state and is not in the template. The released code has weight 0.8.",
  parameters: {
    target: {
      description: 'M, the length that is asked for.',
      unit: 'tokens',
      default: 'budget',
      range: [1, 1e6],
    },
    weight: { description: 'Weight of the length term.', unit: 'reward', default: 0.7, range: [0, 100] },
    width: {
      description: 'Distance from M at which the term has fallen to exp(-1/2).',
      unit: 'tokens',
      default: 120,
      range: [1, 1e6],
    },
  },
  build: ({ target, weight, width }) =>
    times(
      correct,
      plus(1, times(weight, exp(over(negate(square(minus(n, target))), times(2, square(width)))))),
    ),
});
