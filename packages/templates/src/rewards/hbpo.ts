// HBPO's reward, as the paper has it.
import { shape } from '@allot/spec';
import { b, both, correct, lMax, n, quarterCosine } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

export const hbpoParameters = {
  beta: {
    description: 'Greatest reward: that of a right answer in the smallest budget tends to it.',
    unit: 'reward',
    default: 4,
    range: [0, 1000],
  },
  alpha: {
    description: 'Cost of every token away from the budget.',
    unit: 'reward per token',
    default: '1 / lMax',
    range: [0, 1000],
  },
} as const;

/**
 * HBPO's reward (arXiv 2507.15844, equations 1 to 3), for a response of n tokens in budget b:
 *
 *     R = f1 = beta * cos(pi * n / (2 * Lmax)) - alpha * |n - b|  if c = 1 and b < n <= Lmax
 *         f2 = beta * cos(pi * b / (2 * Lmax))                    if c = 1 and n <= b
 *         0                                                       otherwise
 *
 * The paper gives no values for alpha and beta; the defaults, 1 / Lmax and 4, are those of its released code.
 */
export const hbpo = defineTemplate({
  name: 'hbpo',
  kind: 'reward',
  title: 'HBPO: inside its budget a right answer earns what the budget is worth, past it less and less',
  formula: lines(
    'R = f1 = beta * cos(pi * n / (2 * Lmax)) - alpha * |n - b|  if c = 1 and b < n <= Lmax',
    '    f2 = beta * cos(pi * b / (2 * Lmax))                    if c = 1 and n <= b',
    '    0                                                       otherwise',
  ),
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, equations 1-3',
  verified:
    "ZJU-REAL/HBPO at 5c8991d: rllm/rewards/math_reward.py; the method section of the paper. alpha and beta are the code's, the paper gives no values.",
  notes:
    'Past 3,601 tokens in budget 512, and 3,885 in 2,560, a right answer earns less than a wrong one (Lmax 4,096). Goes with the advantage `hbpo`, clip range 0.2 / 0.28 and no KL term.',
  parameters: hbpoParameters,
  build: ({ beta, alpha }) => {
    const f1 = shape.subtract(
      quarterCosine(beta, n),
      shape.multiply(alpha, shape.call('abs', shape.subtract(n, b))),
    );
    const f2 = quarterCosine(beta, b);
    return shape.when(
      both(correct, shape.binary(n, '<=', lMax)),
      shape.when(shape.binary(n, '>', b), f1, f2),
      0,
    );
  },
});
