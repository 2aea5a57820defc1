// ThinkPrune's reward: right, and within the limit.
import { atMost, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';

/**
 * ThinkPrune (arXiv 2504.01296):
 *
 *     R = c if n <= limit, else 0
 *
 * The paper cuts responses at the limit, and lowers it from 4,000 to 3,000 and 2,000 tokens, each stage starting from
 * the checkpoint of the one before.
 */
export const thinkprune = defineTemplate({
  name: 'thinkprune',
  kind: 'reward',
  title: 'ThinkPrune: a right answer counts only within the limit',
  formula: 'R = c if n <= limit, else 0',
  source: 'ThinkPrune, arXiv 2504.01296',
  verified: 'UCSB-NLP-Chang/ThinkPrune at 0f7449b.',
  notes:
    'The stages (4,000, 3,000, 2,000 tokens) are runs of their own, and the hard cut is the cap of a tier or `response.maxTokens`.',
  parameters: {
    limit: {
      description: 'Most tokens of a response that counts; the first stage of the paper.',
      unit: 'tokens',
      default: 4000,
      range: [1, 1e6],
    },
  },
  build: ({ limit }) => when(both(correct, atMost(n, limit)), 1, 0),
});
