// AdaptThink's advantage: against a reference policy, with a bonus for not thinking.
import { minus, not, plus, times } from '../algebra.js';
import { mode, reward } from '../fields.js';
import { defineTemplate } from '../template.js';

/**
 * AdaptThink (arXiv 2505.13417), with the reward `classic`:
 *
 *     A = delta * [no thinking] + R - reference
 *
 * No group is compared: what is right is held against the frozen starting policy. In the paper the reference is a
 * number of each problem's own, the mean reward of 16 samples of that policy; here it is one number for all.
 */
export const adaptthink = defineTemplate({
  name: 'adaptthink',
  kind: 'advantage',
  title: 'AdaptThink: better than the starting policy, with a bonus for not thinking',
  formula: 'A = delta * [no thinking] + R - reference',
  source: 'AdaptThink, arXiv 2505.13417',
  verified: 'THU-KEG/AdaptThink at 84cf948; full text of the paper.',
  notes:
    'Goes with the reward `classic`. The reference per problem is not in the template; 0 leaves it out. The forced first token (half `</think>`, half `Alright`), and its probability of 0.5 in the ratio, belong to the rollout plan.',
  parameters: {
    delta: {
      description: 'How much accuracy may be given up for not thinking.',
      unit: 'reward',
      default: 0.05,
      range: [0, 1],
    },
    reference: {
      description: 'Mean reward of the starting policy, which the paper measures for each problem.',
      unit: 'reward',
      default: 0,
      range: [-100, 100],
    },
  },
  build: ({ delta, reference }) => minus(plus(times(delta, not(mode)), reward), reference),
});
