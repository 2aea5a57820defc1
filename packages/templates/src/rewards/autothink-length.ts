// AutoThink's third stage: shorter right answers, longer wrong ones.
import type { Expression } from '@allot/spec';
import { exp, max, minus, negate, not, over, plus, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';
import { autothinkBase } from './autothink.js';

/**
 * AutoThink (arXiv 2505.10832), stage 3: to `autothink` is added, with the sample standard deviation,
 *
 *     right: exp(-alpha * z) - 1   z = (n - mean of n over S+) / max(std of n over S+, 1e-6)
 *     wrong: 1 - exp(-beta * z)    z = (n - mean of n over S-) / max(std of n over S-, 1e-6)
 */
export const autothinkLength = defineTemplate({
  name: 'autothink-length',
  kind: 'reward',
  title: 'AutoThink, stage 3: right answers gain by being short, wrong ones by being long',
  formula: lines(
    'right: exp(-alpha * z) - 1   z = (n - mean of n over S+) / max(std of n over S+, 1e-6)',
    'wrong: 1 - exp(-beta * z)    z = (n - mean of n over S-) / max(std of n over S-, 1e-6)',
  ),
  source: 'AutoThink, arXiv 2505.10832, stage 3',
  verified: 'TU2021/AutoThink at be0bcb0: verl/verl/trainer/main_ppo.py and scripts.',
  notes:
    'The term is added to the reward `autothink`; it is 0 for an answer that is alone in being right or wrong.',
  parameters: {
    alpha: { description: 'How strongly length counts for right answers.', default: 0.05, range: [0, 10] },
    beta: { description: 'How strongly length counts for wrong answers.', default: 0.05, range: [0, 10] },
  },
  build: ({ alpha, beta }) => {
    const score = (where: Expression): Expression =>
      over(minus(n, group.mean(n, { where })), max(group.std(n, { where }), 1e-6));
    const gained = minus(exp(times(negate(alpha), score(correct))), 1);
    const lost = minus(1, exp(times(negate(beta), score(not(correct)))));
    return plus(autothinkBase, when(correct, gained, lost));
  },
});
