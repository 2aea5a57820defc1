// DRPO as an advantage: the gradient of its loss at the policy that sampled.
import { above, exp, minus, negate, not, over, times, when } from '../algebra.js';
import { both, correct, lMax, meanLogProbability, n } from '../fields.js';
import { rightCount } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Decoupled Reward Policy Optimization (arXiv 2510.04474) maximises, with s the mean log-probability of a response and
 * w = exp((1 - n / Lmax) / temperature), the w-weighted mean of s over S+ less tau * log mean of exp(s / tau) over S-. At the
 * policy that sampled, its gradient is that of
 *
 *     A = G * w / (sum of w over S+)                      if c = 1
 *         -G * exp(s / tau) / (sum of exp(s / tau) over S-) if c = 0
 *
 * with the aggregation `seq-mean-token-mean`; 0 for groups that are all right or all wrong. Length only shares out what
 * the right answers gain: it never makes it negative.
 */
export const drpo = defineTemplate({
  name: 'drpo',
  kind: 'advantage',
  title: 'DRPO: length weighs right answers among themselves, wrong ones are pushed apart from it',
  formula: lines(
    'A = G * w / (sum of w over S+)                      if c = 1',
    '    -G * exp(s / tau) / (sum of exp(s / tau) over S-) if c = 0',
  ),
  source: 'DRPO: Efficient Reasoning via Decoupled Reward Policy Optimization, arXiv 2510.04474',
  verified: 'Optimization-AI/DRPO at 405f702, whose loss this is the gradient of at the sampling policy.',
  notes:
    'It reads no reward. w = exp((1 - n / Lmax) / temperature), s is the mean log-probability. The loss itself, which changes s as the policy moves, and its KL hinge (delta 1e-4, beta 1e3) are not in the template: take one update a step.',
  parameters: {
    temperature: {
      description: 'How evenly right answers share, lambda in the paper; smaller favours the shortest.',
      default: 0.1,
      range: [0.01, 1e6],
    },
    tau: {
      description: 'How evenly wrong answers share; smaller favours the likeliest.',
      unit: 'nats',
      default: 10,
      range: [0.1, 1e6],
    },
  },
  build: ({ temperature, tau }) => {
    const size = group.size();
    const w = exp(over(minus(1, over(n, lMax)), temperature));
    const e = exp(over(meanLogProbability, tau));
    const mixed = both(above(rightCount, 0), above(size, rightCount));
    const gain = over(times(size, w), group.sum(w, { where: correct }));
    const loss = over(times(negate(size), e), group.sum(e, { where: not(correct) }));
    return when(mixed, when(correct, gain, loss), 0);
  },
});
