// GR3's reward: rescaled by relative length.
import { max, over, plus, times } from '../algebra.js';
import { correct, n } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate } from '../template.js';

/**
 * Group Relative Reward Rescaling (arXiv 2603.10535), on the reward c:
 *
 *     R = c / (1 + alpha * n / mean n)
 *
 * The mean is that of all siblings, right or wrong; a mean below one token counts as one.
 */
export const gr3 = defineTemplate({
  name: 'gr3',
  kind: 'reward',
  title: 'GR3: a right answer divided by how long it is in its group',
  formula: 'R = c / (1 + alpha * n / mean n)',
  source: 'Tackling Length Inflation Without Trade-offs (GR3), arXiv 2603.10535',
  verified:
    'The formula: full text of the paper. alpha 0.33: a secondary source; QGLAS uses 0.3 in its comparison with GR3.',
  notes: 'The paper rescales any reward; here it is 1 for a right answer, else 0.',
  parameters: {
    alpha: { description: 'How strongly relative length counts.', default: 0.33, range: [0, 100] },
  },
  build: ({ alpha }) => over(correct, plus(1, times(alpha, over(n, max(group.mean(n), 1))))),
});
