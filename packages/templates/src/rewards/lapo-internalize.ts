// LAPO's second stage: the length that was stated.
import { shape } from '@allot/spec';
import { above, exp, minus, negate, over, plus, square, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { rightCount, rightMedian } from '../lengths.js';
import { defineTemplate } from '../template.js';

/**
 * LAPO, internalization (arXiv 2507.15758), for the length M that the prefill states:
 *
 *     R = c * (1 + weight * exp(-(n - M)^2 / (2 * width^2)))
 *
 * M is the budget of the tier, or one number. With `remembered` it is the problem's own, as in the paper: the least median
 * length of right answers in the steps before, and the median of the group while the problem was never solved.
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
    "The problem's own M is a cell of the run's memory, `lapoLength`, 0 while the problem is unsolved; a prefill cannot state it. It begins with the run: what the first stage found is not handed on. The released code has weight 0.8.",
  parameters: {
    target: {
      description: 'M, the length that is asked for.',
      unit: 'tokens',
      default: 'budget',
      range: [1, 1e6],
    },
    remembered: { description: "Whether M is the problem's own, found over the steps.", default: false },
    weight: { description: 'Weight of the length term.', unit: 'reward', default: 0.7, range: [0, 100] },
    width: {
      description: 'Distance from M at which the term has fallen to exp(-1/2).',
      unit: 'tokens',
      default: 120,
      range: [1, 1e6],
    },
  },
  cells: ({ remembered }) =>
    remembered
      ? {
          lapoLength: {
            per: 'problem',
            initial: 0,
            update: 'min',
            observe: rightMedian,
            when: rightCount,
            share: 0.1,
            rate: 0,
            target: 0,
          },
        }
      : {},
  build: ({ target, remembered, weight, width }) => {
    const known = shape.state('lapoLength');
    const m = remembered ? when(above(known, 0), known, rightMedian) : target;
    return times(
      correct,
      plus(1, times(weight, exp(over(negate(square(minus(n, m))), times(2, square(width)))))),
    );
  },
});
