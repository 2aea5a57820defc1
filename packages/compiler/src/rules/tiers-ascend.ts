// Budgets of tiers ascend strictly.
import { defineRule, settings } from './rule.js';

export const tiersAscend = defineRule({
  kind: 'reinforcement',
  reads: ['tiers'],
  catalog: {
    'tiers/duplicate-budget': {
      severity: 'error',
      message: 'Two tiers have the budget {budget}',
      help: 'Give each tier a budget of its own, or put the rollouts of both into one tier.',
      why: 'Tiers of one group differ by their budget: it names the tier in metrics and decides its reward. Two tiers with the same budget are one tier.',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 18, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
      ),
    },
    'tiers/not-ascending': {
      severity: 'error',
      message: 'Budgets must ascend, and {budget} comes after {previous}',
      help: 'Order the tiers by budget, smallest first.',
      why: 'HBPO orders its subgroups by budget, b1 < b2 < ... < bk (arXiv 2507.15844, section 3); metrics and plots follow that order.',
      example: settings(
        'tiers:\n  - { budget: 36, rollouts: 2 }\n  - { budget: 18, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
      ),
    },
  },
  accepts: {
    'tiers/duplicate-budget':
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 19, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
    'tiers/not-ascending':
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
  },
  check({ tiers }, { report }) {
    for (const [index, { budget }] of tiers.entries()) {
      const previous = tiers[index - 1]?.budget;
      if (previous === undefined || budget > previous) continue;
      const relatedPaths = [{ path: ['tiers', index - 1, 'budget'], message: 'the tier before' }];
      if (budget === previous)
        report(['tiers', index, 'budget'], 'tiers/duplicate-budget', { budget }, { relatedPaths });
      else
        report(
          ['tiers', index, 'budget'],
          'tiers/not-ascending',
          { budget, previous },
          { expected: `more than ${previous}`, actual: String(budget), relatedPaths },
        );
    }
  },
});
