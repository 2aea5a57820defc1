// DDCA's advantage: accuracy and length apart.
import { max, minus, over, sigmoid, times, when } from '../algebra.js';
import { correct } from '../fields.js';
import { lengthScore, rightCount, solveRate } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';
import { leaveOneOut } from './terms.js';

/**
 * Dynamic Decoupled Conditional Advantage (arXiv 2602.02099). Length is compared among right answers only, by the score
 * r = sigma(z) of the length's z-value among them, and weighs as much as the problem is solved:
 *
 *     A_acc = R - mean R of the others
 *     A_len = p * (r - mean r of the other right ones) if c = 1, else 0
 *     A     = A_acc - beta * A_len
 *
 * A right answer that is alone has no length term.
 */
export const ddca = defineTemplate({
  name: 'ddca',
  kind: 'advantage',
  title: 'DDCA: accuracy against all siblings, length against the right ones only',
  formula: lines(
    'A_acc = R - mean R of the others',
    'A_len = p * (r - mean r of the other right ones) if c = 1, else 0',
    'A     = A_acc - beta * A_len',
  ),
  source:
    'Think Dense, Not Long (DDCA), arXiv 2602.02099 (formula from re-implementations, a secondary source)',
  verified:
    'Re-implementations by others only; they give beta as 0.2 to 0.3. That A_acc leaves the rollout itself out, and the sample standard deviation with 1e-6, are readings of them.',
  secondary: true,
  parameters: {
    beta: { description: 'Weight of the length part.', default: 0.2, range: [0, 100] },
  },
  build: ({ beta }) => {
    const r = sigmoid(lengthScore(correct, 1, 1e-6));
    const others = over(rightCount, max(minus(rightCount, 1), 1));
    const length = times(solveRate, others, minus(r, group.mean(r, { where: correct })));
    return minus(leaveOneOut, times(beta, when(correct, length, 0)));
  },
});
