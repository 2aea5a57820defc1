// BudgetThinker's reward: right, in form, and near the budget.
import {
  atLeast,
  atMost,
  below,
  define,
  floor,
  max,
  minus,
  over,
  plus,
  square,
  times,
  when,
} from '../algebra.js';
import { b, both, correct, formatted, n } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

/**
 * BudgetThinker (arXiv 2508.17196), with room for the markers that it inserts:
 *
 *     B   = b + floor(b / 50) ; d = (n - B) / B
 *     len = 1 if c = 1 and n <= B
 *           max(1 - d^2, 0)       if n < B and b >= 1500
 *           max(1 - 16 * d^2, 0)  otherwise
 *     R   = 0.7 * c + 0.15 * f + 0.15 * len
 *
 * The length term is also paid to wrong answers.
 */
export const budgetthinker = defineTemplate({
  name: 'budgetthinker',
  kind: 'reward',
  title: 'BudgetThinker: right, in form, and not far from the budget',
  formula: lines(
    'B   = b + floor(b / 50) ; d = (n - B) / B',
    'len = 1 if c = 1 and n <= B',
    '      max(1 - d^2, 0)       if n < B and b >= 1500',
    '      max(1 - 16 * d^2, 0)  otherwise',
    'R   = 0.7 * c + 0.15 * f + 0.15 * len',
  ),
  source: 'BudgetThinker, arXiv 2508.17196',
  verified:
    'MobileLLM/BudgetThinker at f0466b9: easyr1/verl/utils/reward_score/reason_with_in_limit.py and easyr1/verl/utils/dataset.py.',
  notes:
    'The markers that tell the model how much is left, and the budgets by epoch (6,000 down to 2,000 tokens), belong to the rollout plan. b // 50 extra tokens leave room for the markers, also where none are inserted.',
  parameters: {
    accuracyWeight: {
      description: 'Weight of a right answer.',
      unit: 'reward',
      default: 0.7,
      range: [0, 100],
    },
    formatWeight: {
      description: 'Weight of a well-formed response.',
      unit: 'reward',
      default: 0.15,
      range: [0, 100],
    },
    lengthWeight: {
      description: 'Weight of the length term.',
      unit: 'reward',
      default: 0.15,
      range: [0, 100],
    },
  },
  build: ({ accuracyWeight, formatWeight, lengthWeight }) =>
    define('B', plus(b, floor(over(b, 50))), (B) =>
      define('d', over(minus(n, B), B), (d) => {
        const steepness = when(both(below(n, B), atLeast(b, 1500)), 1, 16);
        const near = max(minus(1, times(steepness, square(d))), 0);
        return plus(
          times(accuracyWeight, correct),
          times(formatWeight, formatted),
          times(lengthWeight, when(both(correct, atMost(n, B)), 1, near)),
        );
      }),
    ),
});
