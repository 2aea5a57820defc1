// ShorterBetter's reward: as close as possible to the shortest right answer.
import { above, abs, minus, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { rightCount, rightMin } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * ShorterBetter (arXiv 2504.21370), with the sample optimal length SOL:
 *
 *     SOL = min of n over S+ ; mean n when no sibling is right
 *     R   = alpha * c - beta * |n - SOL|
 *
 * Wrong answers pay for their length too.
 */
export const shorterbetter = defineTemplate({
  name: 'shorterbetter',
  kind: 'reward',
  title: 'ShorterBetter: every token away from the shortest right answer costs',
  formula: lines(
    'SOL = min of n over S+ ; mean n when no sibling is right',
    'R   = alpha * c - beta * |n - SOL|',
  ),
  source: 'ShorterBetter, arXiv 2504.21370',
  verified:
    'JingyangYi/ShorterBetter at 6399366: naive.py. The mean for a group without a right answer is the code.',
  parameters: {
    alpha: { description: 'What a right answer is worth.', unit: 'reward', default: 2, range: [0, 1000] },
    beta: {
      description: 'Cost of every token away from SOL.',
      unit: 'reward per token',
      default: 0.001,
      range: [0, 1000],
    },
  },
  build: ({ alpha, beta }) =>
    minus(
      times(alpha, correct),
      times(beta, abs(minus(n, when(above(rightCount, 0), rightMin, group.mean(n))))),
    ),
});
