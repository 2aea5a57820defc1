// Short-RL's reward: right answers may be a little longer than the shortest.
import { atMost, minus, over, plus, when } from '../algebra.js';
import { correct, formatted, n } from '../fields.js';
import { rightMax, rightMin } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Short-RL (arXiv 2505.12284), without its gate:
 *
 *     len = 0.5 if n <= min of n over S+ + tolerance
 *           0.5 - (n - min) / (max - min + 1e-5) over S+, otherwise ; 0 if c = 0
 *     R   = 3 + len if c = 1, wrong if c = 0, malformed if f = 0
 *
 * 3, -0.5 and -3 are the sums of form (1 or -1) and answer (2, -1.5, or -2 without form) in the released code.
 */
export const shortRl = defineTemplate({
  name: 'short-rl',
  kind: 'reward',
  title: 'Short-RL: length counts for right answers, past a tolerance over the shortest',
  formula: lines(
    'len = 0.5 if n <= min of n over S+ + tolerance',
    '      0.5 - (n - min) / (max - min + 1e-5) over S+, otherwise ; 0 if c = 0',
    'R   = 3 + len if c = 1, wrong if c = 0, malformed if f = 0',
  ),
  source: 'Short-RL, arXiv 2505.12284',
  verified: 'lblankl/Short-RL at 07cea8a: deepscaler/deepscaler/rewards/ShortRL.py.',
  notes:
    'The gate is not in the template: the paper adds len only while the accuracy of the batch is within 0.05 of the best so far, which needs state over steps. A tolerance of 200 is for logic puzzles.',
  parameters: {
    tolerance: {
      description: 'How much longer than the shortest right answer costs nothing; 100 for mathematics.',
      unit: 'tokens',
      default: 100,
      range: [0, 1e6],
    },
    wrong: { description: 'What a wrong answer earns.', unit: 'reward', default: -0.5, range: [-100, 3] },
    malformed: {
      description: 'What a response without form earns.',
      unit: 'reward',
      default: -3,
      range: [-100, 3],
    },
  },
  build: ({ tolerance, wrong, malformed }) => {
    const share = over(minus(n, rightMin), plus(minus(rightMax, rightMin), 1e-5));
    const length = when(atMost(n, plus(rightMin, tolerance)), 0.5, minus(0.5, share));
    return when(formatted, when(correct, plus(3, length), wrong), malformed);
  },
});
