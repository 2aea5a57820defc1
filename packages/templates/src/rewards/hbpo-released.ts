// HBPO's reward, as its released code computes it.
import { shape } from '@allot/spec';
import { b, both, correct, formatted, lMax, n, quarterCosine } from '../fields.js';
import { defineTemplate, lines } from '../template.js';
import { hbpoParameters } from './hbpo.js';

/** The released code writes pi with four decimals. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the released code's own number
const releasedPi = 3.1416;

/**
 * HBPO's reward in its released code (github.com/ZJU-REAL/HBPO at 5c8991d, rllm/rewards/math_reward.py):
 *
 *     R = -1           if f = 0
 *         min(f1, f2)  if c = 1 and n <= Lmax ; f1 and f2 as in `hbpo`, with pi = 3.1416
 *         0            otherwise
 *
 * It differs from the paper well below the budget, where f1 < f2: there it still rises with n.
 */
export const hbpoReleased = defineTemplate({
  name: 'hbpo-released',
  kind: 'reward',
  title: 'HBPO as released: the lesser of both pieces, and -1 for a response without form',
  formula: lines(
    'R = -1           if f = 0',
    '    min(f1, f2)  if c = 1 and n <= Lmax ; f1 and f2 as in `hbpo`, with pi = 3.1416',
    '    0            otherwise',
  ),
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, released code at 5c8991d',
  verified: 'ZJU-REAL/HBPO at 5c8991d: rllm/rewards/math_reward.py.',
  notes:
    'The code also gives round(4 * cos(pi * n / 8192), 2) to a response without a budget sentence: `global-cosine`. Goes with the advantage `hbpo-released`.',
  parameters: hbpoParameters,
  build: ({ beta, alpha }) => {
    const f1 = shape.subtract(
      quarterCosine(beta, n, releasedPi),
      shape.multiply(alpha, shape.call('abs', shape.subtract(n, b))),
    );
    const f2 = quarterCosine(beta, b, releasedPi);
    return shape.when(
      formatted,
      shape.when(both(correct, shape.binary(n, '<=', lMax)), shape.call('min', f1, f2), 0),
      -1,
    );
  },
});
