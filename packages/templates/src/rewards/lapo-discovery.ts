// LAPO's first stage: lengths near the middle of the right ones.
import { abs, atLeast, atMost, below, define, max, min, minus, over, plus, times, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * LAPO, discovery (arXiv 2507.15758), with q30 and q70 the quantiles of the right lengths:
 *
 *     len = 1 if q30 <= n <= q70
 *           max(0, 1 - distance to the nearer of q30 and q70 / reach) otherwise
 *     R   = c * (1 + weight * len) ; len is 0 where q30 = q70
 */
export const lapoDiscovery = defineTemplate({
  name: 'lapo-discovery',
  kind: 'reward',
  title: 'LAPO, discovery: right answers near the middle of the right lengths',
  formula: lines(
    'len = 1 if q30 <= n <= q70',
    '      max(0, 1 - distance to the nearer of q30 and q70 / reach) otherwise',
    'R   = c * (1 + weight * len) ; len is 0 where q30 = q70',
  ),
  source:
    'LAPO: Internalizing Reasoning Efficiency via Length-Adaptive Policy Optimization, arXiv 2507.15758',
  verified: 'Full text of the paper; ZJU-REAL/LAPO at bd59dfd: examples/scripts/reward_func_stage1.py.',
  notes:
    'The map of median right lengths by problem is kept by the second stage: `lapo-internalize` with `remembered`. The released script appends two values a sample, which looks like a leftover.',
  parameters: {
    weight: { description: 'Weight of the length term.', unit: 'reward', default: 0.7, range: [0, 100] },
    reach: {
      description: 'How far outside the quantiles the term reaches 0.',
      unit: 'tokens',
      default: 100,
      range: [1, 1e6],
    },
  },
  build: ({ weight, reach }) =>
    define('q30', group.quantile(n, 0.3, { where: correct }), (q30) =>
      define('q70', group.quantile(n, 0.7, { where: correct }), (q70) => {
        const distance = min(abs(minus(n, q30)), abs(minus(n, q70)));
        const outside = max(0, minus(1, over(distance, reach)));
        const length = when(both(atLeast(n, q30), atMost(n, q70)), 1, outside);
        return times(correct, plus(1, times(weight, when(below(q30, q70), length, 0))));
      }),
    ),
});
