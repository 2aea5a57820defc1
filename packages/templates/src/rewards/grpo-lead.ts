// GRPO-LEAD's reward: right answers by relative length, wrong ones punished.
import { exp, negate, times, when } from '../algebra.js';
import { correct } from '../fields.js';
import { lengthScore } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * GRPO-LEAD (arXiv 2504.09696), with the sample standard deviation:
 *
 *     z = (n - mean of n over S+) / (std of n over S+ + 1e-6)
 *     R = exp(-alpha * z) if c = 1, wrong if c = 0
 *
 * The paper weighs advantages by difficulty: advantage `grpo-lead`.
 */
export const grpoLead = defineTemplate({
  name: 'grpo-lead',
  kind: 'reward',
  title: 'GRPO-LEAD: right answers by their length among the right ones, wrong ones at -1',
  formula: lines(
    'z = (n - mean of n over S+) / (std of n over S+ + 1e-6)',
    'R = exp(-alpha * z) if c = 1, wrong if c = 0',
  ),
  source: 'GRPO-LEAD, arXiv 2504.09696',
  verified: 'aeroplanepaper/GRPO-LEAD at 9344bef: verl/verl/trainer/main_ppo.py.',
  notes:
    'The released code leaves the length term out where the three shortest siblings have 4,000 tokens or fewer on average, and gives 0 to a response without form; neither is in the template.',
  parameters: {
    alpha: { description: 'How strongly relative length counts.', default: 0.05, range: [0, 10] },
    wrong: { description: 'What a wrong answer earns.', unit: 'reward', default: -1, range: [-100, 0] },
  },
  build: ({ alpha, wrong }) => when(correct, exp(times(negate(alpha), lengthScore(correct, 1, 1e-6))), wrong),
});
