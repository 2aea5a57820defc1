// Where the prefill counts as response, it leaves room for the response itself.
import { statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

const tiers = 'tiers:\n  - { budget: 4, rollouts: 2, prefill: "[{budget}]", cap: 4 }\n';
const training = 'training: { rolloutsPerPrompt: 2 }\n';

export const prefillLeavesRoom = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'response', 'policy'],
  catalog: {
    'tiers/prefill-fills-budget': {
      severity: 'error',
      message: 'The prefill alone takes {tokens} of the {budget} tokens of the budget',
      help: 'Raise the budget, shorten the prefill, or set response.prefillInLength to false.',
      why: 'With prefillInLength the prefill counts as response tokens. It leaves no token of this budget for thinking.',
      example: settings(
        'response: { prefillInLength: true }\ntiers:\n  - { budget: 3, rollouts: 2, prefill: "[{budget}]" }\ntraining: { rolloutsPerPrompt: 2 }\n',
      ),
    },
  },
  accepts: { 'tiers/prefill-fills-budget': `response: { prefillInLength: true }\n${tiers}${training}` },
  check({ tiers: all, response }, { report, facts: { tokenizer } }) {
    if (!tokenizer || !response.prefillInLength) return;
    for (const [index, { budget, prefill }] of all.entries()) {
      const tokens = tokenizer.encode(statedPrefill(prefill, budget))?.length ?? 0;
      if (tokens >= budget)
        report(['tiers', index, 'budget'], 'tiers/prefill-fills-budget', { tokens, budget });
    }
  },
});
