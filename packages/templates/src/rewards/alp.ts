// ALP's reward: length costs more the easier the problem.
import { max, minus, over, times } from '../algebra.js';
import { correct, n } from '../fields.js';
import { solveRate } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate } from '../template.js';

/**
 * Adaptive Length Penalty (arXiv 2506.05256):
 *
 *     R = c - beta * n / normalizer * max(p, 1 / G)
 *
 * Wrong answers pay too. With the paper's beta the term is near 1e-4, so that it only matters inside groups where all
 * answers are right, or all wrong, and where the advantage is divided by the standard deviation.
 */
export const alp = defineTemplate({
  name: 'alp',
  kind: 'reward',
  title: 'ALP: every token costs, and costs more where the problem is solved more often',
  formula: 'R = c - beta * n / normalizer * max(p, 1 / G)',
  source: 'Just Enough Thinking (ALP), arXiv 2506.05256 (formula from secondary sources)',
  verified:
    'Readings by others only. Where the normalizer N stands is not verified: some texts write beta / N * n. With 1 it has no effect.',
  secondary: true,
  parameters: {
    beta: { description: 'Cost of a token.', unit: 'reward per token', default: 1e-7, range: [0, 1] },
    normalizer: { description: 'N, which divides the length.', default: 1, range: [1e-6, 1e6] },
  },
  build: ({ beta, normalizer }) =>
    minus(correct, times(beta, over(n, normalizer), max(solveRate, over(1, group.size())))),
});
