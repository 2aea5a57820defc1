// A tier's budget leaves room under its cap, and its cap under the longest response.
import { defineRule, settings } from './rule.js';

export const budgetWithinCap = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'response'],
  catalog: {
    'tiers/budget-over-max': {
      severity: 'error',
      message: 'The budget {budget} is over the longest response, {maxTokens} tokens',
      help: 'Lower the budget to at most {maxTokens}, or raise response.maxTokens.',
      why: 'Responses are cut at response.maxTokens, so no response could ever use this budget, and its reward shape would mean nothing.',
      example: settings('tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 80, rollouts: 2 }\n'),
    },
    'tiers/budget-over-cap': {
      severity: 'error',
      message: 'The budget {budget} is over the cap of its own tier, {cap} tokens',
      help: 'Raise the cap to at least {budget}, or lower the budget.',
      why: 'Responses of the tier are cut at its cap, so none could ever use the budget.',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2, cap: 30 }\n',
      ),
    },
    'tiers/cap-over-max': {
      severity: 'error',
      message: 'The cap {cap} is over the longest response, {maxTokens} tokens',
      help: 'Lower the cap to at most {maxTokens}, leave it out, or raise response.maxTokens.',
      why: 'A cap cuts the responses of one tier earlier than response.maxTokens; a higher one would do nothing.',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2, cap: 65 }\n',
      ),
    },
  },
  accepts: {
    'tiers/budget-over-max': 'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 64, rollouts: 2 }\n',
    'tiers/budget-over-cap':
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2, cap: 36 }\n',
    'tiers/cap-over-max':
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2, cap: 64 }\n',
  },
  check({ tiers, response: { maxTokens } }, { report }) {
    const longest = { path: ['response', 'maxTokens'], message: 'the longest response' };
    for (const [index, { budget, cap }] of tiers.entries()) {
      const at = ['tiers', index] as const;
      if (cap > maxTokens)
        report([...at, 'cap'], 'tiers/cap-over-max', { cap, maxTokens }, { relatedPaths: [longest] });
      if (budget > maxTokens)
        report(
          [...at, 'budget'],
          'tiers/budget-over-max',
          { budget, maxTokens },
          { expected: `at most ${maxTokens}`, actual: String(budget), relatedPaths: [longest] },
        );
      else if (budget > cap)
        report(
          [...at, 'budget'],
          'tiers/budget-over-cap',
          { budget, cap },
          {
            expected: `at most ${cap}`,
            actual: String(budget),
            relatedPaths: [{ path: [...at, 'cap'], message: 'the cap' }],
          },
        );
    }
  },
});
