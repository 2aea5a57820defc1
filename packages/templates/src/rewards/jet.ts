// JET's reward: right answers between the shortest and the longest of them.
import { minus, over, plus, times, when } from '../algebra.js';
import { correct, formatted, n } from '../fields.js';
import { rightMax, rightMin } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Just-Enough Thinking (arXiv 2509.23392):
 *
 *     len = (max - n) / (max - min + 1e-8) * alpha * (1 - delta) + delta   over S+, if c = 1, else 0
 *     R   = 0.1 * f + 0.9 * c + len
 */
export const jet = defineTemplate({
  name: 'jet',
  kind: 'reward',
  title: 'JET: right answers gain from the longest of them to the shortest',
  formula: lines(
    'len = (max - n) / (max - min + 1e-8) * alpha * (1 - delta) + delta   over S+, if c = 1, else 0',
    'R   = 0.1 * f + 0.9 * c + len',
  ),
  source: 'Your Models Have Thought Enough (JET), arXiv 2509.23392',
  verified:
    'JinyiHan99/Just-Enough-Think at 89cf33e: EasyR1/examples/reward_function/math.py; the PDF of the submission.',
  notes:
    'The rollouts that are prefixes of others, cut at fractions and closed with a cue, belong to the rollout plan.',
  parameters: {
    alpha: { description: 'Scale of the length term.', unit: 'reward', default: 1.2, range: [0, 100] },
    delta: {
      description: 'What the longest right answer still gets.',
      unit: 'reward',
      default: 0.05,
      range: [0, 1],
    },
    formatWeight: {
      description: 'Weight of form; the rest, up to 1, is for being right.',
      default: 0.1,
      range: [0, 1],
    },
  },
  build: ({ alpha, delta, formatWeight }) => {
    const share = over(minus(rightMax, n), plus(minus(rightMax, rightMin), 1e-8));
    return plus(
      times(formatWeight, formatted),
      times(minus(1, formatWeight), correct),
      when(correct, plus(times(share, alpha, minus(1, delta)), delta), 0),
    );
  },
});
