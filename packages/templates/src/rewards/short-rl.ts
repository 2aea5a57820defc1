// Short-RL's reward: right answers may be a little longer than the shortest.
import { shape } from '@allot/spec';
import { atLeast, atMost, minus, over, plus, when } from '../algebra.js';
import { correct, formatted, n } from '../fields.js';
import { rightMax, rightMin } from '../lengths.js';
import { batch } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

const accuracy = batch.mean(correct);

/**
 * Short-RL (arXiv 2505.12284), with best the greatest accuracy of a batch so far:
 *
 *     len = 0.5 if n <= min of n over S+ + tolerance
 *           0.5 - (n - min) / (max - min + 1e-5) over S+, otherwise ; 0 if c = 0
 *     len = 0 if mean of c over the batch < best - slack
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
    'len = 0 if mean of c over the batch < best - slack',
    'R   = 3 + len if c = 1, wrong if c = 0, malformed if f = 0',
  ),
  source: 'Short-RL, arXiv 2505.12284',
  verified: 'lblankl/Short-RL at 07cea8a: deepscaler/deepscaler/rewards/ShortRL.py.',
  notes:
    "best is a cell of the run's memory, `shortRlBest`, 0 before the first step. A tolerance of 200 is for logic puzzles.",
  parameters: {
    tolerance: {
      description: 'How much longer than the shortest right answer costs nothing; 100 for mathematics.',
      unit: 'tokens',
      default: 100,
      range: [0, 1e6],
    },
    slack: {
      description:
        'How far the accuracy of a batch may lie below the best so far before length stops counting.',
      default: 0.05,
      range: [0, 1],
    },
    wrong: { description: 'What a wrong answer earns.', unit: 'reward', default: -0.5, range: [-100, 3] },
    malformed: {
      description: 'What a response without form earns.',
      unit: 'reward',
      default: -3,
      range: [-100, 3],
    },
  },
  cells: () => ({
    shortRlBest: {
      per: 'run',
      initial: 0,
      update: 'max',
      observe: accuracy,
      when: shape.number(1),
      share: 0.1,
      rate: 0,
      target: 0,
    },
  }),
  build: ({ tolerance, slack, wrong, malformed }) => {
    const share = over(minus(n, rightMin), plus(minus(rightMax, rightMin), 1e-5));
    const length = when(atMost(n, plus(rightMin, tolerance)), 0.5, minus(0.5, share));
    const counts = atLeast(accuracy, minus(shape.state('shortRlBest'), slack));
    return when(formatted, when(correct, plus(3, when(counts, length, 0)), wrong), malformed);
  },
});
