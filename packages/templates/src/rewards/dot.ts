// DOT's reward, as far as a reward can have it: outliers of solved groups earn nothing.
import { atLeast, define, floor, minus, plus, times, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { solveRate } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Dynamic Outlier Truncation (arXiv 2601.03969), with the sample standard deviation:
 *
 *     T = floor(mean n + alpha * std n)
 *     R = 0 if p = 1 and n - T >= margin, else c
 *
 * DOT cuts such a response to T tokens and grades what is left. That is an operation on rollouts; here a response that
 * would be cut counts as wrong, which is what grading finds unless the answer stood before the cut. The cut also
 * keeps the tokens past T out of the loss; here they stay in it.
 */
export const dot = defineTemplate({
  name: 'dot',
  kind: 'reward',
  title: 'DOT: in groups that are all right, lengths far above the mean count as wrong',
  formula: lines('T = floor(mean n + alpha * std n)', 'R = 0 if p = 1 and n - T >= margin, else c'),
  source: 'Dynamic Outlier Truncation, arXiv 2601.03969',
  verified: 'Official README; projects/dot/length_truncation.py and projects/dot/runs/run_dot.sh.',
  notes:
    'The cut and the new grading belong to the rollout plan. The greatest z-score in a group of G is (G - 1) / sqrt(G): with alpha 3 nothing is ever cut below G = 11.',
  parameters: {
    alpha: {
      description: 'How far above the mean a length is an outlier.',
      unit: 'standard deviations',
      default: 3,
      range: [0, 100],
    },
    margin: {
      description: 'How far past T a response must be to be cut.',
      unit: 'tokens',
      default: 32,
      range: [0, 1e6],
    },
  },
  build: ({ alpha, margin }) =>
    define('T', floor(plus(group.mean(n), times(alpha, group.std(n)))), (T) =>
      when(both(atLeast(solveRate, 1), atLeast(minus(n, T), margin)), 0, correct),
    ),
});
