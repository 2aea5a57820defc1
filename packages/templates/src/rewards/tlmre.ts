// TLMRE's reward: a right answer earns more the shorter it is among the right ones.
import { minus, not, sigmoid, times, when } from '../algebra.js';
import { both, correct, truncated } from '../fields.js';
import { lengthScore } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * TLMRE (arXiv 2502.04463), for a right answer among the right siblings S+:
 *
 *     z = (n - mean of n over S+) / (std of n over S+ + 1e-7)
 *     R = c * (1 - alpha * sigma(z)) ; 0 for a response that was cut off
 *
 * The standard deviation is the population one. The paper trains with RLOO: advantage `rloo`.
 */
export const tlmre = defineTemplate({
  name: 'tlmre',
  kind: 'reward',
  title: 'TLMRE: right answers, discounted by where their length stands among the right ones',
  formula: lines(
    'z = (n - mean of n over S+) / (std of n over S+ + 1e-7)',
    'R = c * (1 - alpha * sigma(z)) ; 0 for a response that was cut off',
  ),
  source: 'Training Language Models to Reason Efficiently, arXiv 2502.04463',
  verified:
    'Zanette-Labs/efficient-reasoning at e3611e4: reward_server/math_server.py and run_rloo_1.5B.sh, whose alpha is the default; the paper tries 0.05, 0.1, 0.2 and 0.4.',
  notes: 'Trained with RLOO. AttnPO (arXiv 2602.09953) uses this reward with alpha 0.2.',
  parameters: {
    alpha: {
      description: 'Share of the reward that the longest right answers lose.',
      default: 0.1,
      range: [0, 1],
    },
  },
  build: ({ alpha }) =>
    when(
      both(correct, not(truncated)),
      minus(1, times(alpha, sigmoid(lengthScore(both(correct, not(truncated)), 0, 1e-7)))),
      0,
    ),
});
