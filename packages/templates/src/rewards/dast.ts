// DAST's score against a budget that follows from the group.
import { define, max, min, minus, over, plus, times, when } from '../algebra.js';
import { correct, lMax, n } from '../fields.js';
import { rightMean, solveRate } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * DAST (arXiv 2503.04472), with the token length budget B of the problem:
 *
 *     B      = max(p * mean of n over S+ + (1 - p) * Lmax, 1)
 *     excess = (n - B) / B
 *     R      = max(-0.5 * excess + 0.5, 0.1) if c = 1
 *              min(0.9 * excess - 0.1, -0.1) if c = 0
 *
 * The harder the problem, the nearer B is to Lmax; a wrong answer loses less the longer it is, up to B.
 * The paper ranks samples with it, to build pairs for SimPO; it does not train on it as a reward.
 */
export const dast = defineTemplate({
  name: 'dast',
  kind: 'reward',
  title: 'DAST: a budget per problem; right answers should be below it, wrong ones think longer',
  formula: lines(
    'B      = max(p * mean of n over S+ + (1 - p) * Lmax, 1)',
    'excess = (n - B) / B',
    'R      = max(-0.5 * excess + 0.5, 0.1) if c = 1',
    '         min(0.9 * excess - 0.1, -0.1) if c = 0',
  ),
  source: 'DAST: Difficulty-Adaptive Slow-Thinking, arXiv 2503.04472 (formula from secondary sources)',
  verified: 'Three independent readings by others, which agree; the official code was not available.',
  secondary: true,
  notes: 'The paper uses the score to build preference pairs (SimPO), not as a reward, with Lmax 4,096.',
  parameters: {},
  build: () =>
    define('B', max(plus(times(solveRate, rightMean), times(minus(1, solveRate), lMax)), 1), (B) =>
      define('excess', over(minus(n, B), B), (excess) =>
        when(correct, max(plus(times(-0.5, excess), 0.5), 0.1), min(minus(times(0.9, excess), 0.1), -0.1)),
      ),
    ),
});
