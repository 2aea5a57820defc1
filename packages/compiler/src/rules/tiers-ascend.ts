// Budgets of tiers ascend, and tiers of one budget differ otherwise and have names.
import { tierName } from '@allot/spec';
import type { FilledReinforcement } from '../schema/filled-definition.js';
import { defineRule, settings } from './rule.js';

export const tiersAscend = defineRule({
  kind: 'reinforcement',
  reads: ['tiers'],
  catalog: {
    'tiers/duplicate-budget': {
      severity: 'error',
      message: 'Two tiers have the budget {budget}, and nothing tells them apart',
      help: 'Give each tier a budget of its own, put the rollouts of both into one tier, or let them sample differently.',
      why: 'Tiers of one group differ by their budget, or by how they sample: a forced first token, another text, another cap. Two that differ in neither are one tier.',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 18, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
      ),
    },
    'tiers/duplicate-name': {
      severity: 'error',
      message: 'Two tiers are called {name}',
      help: 'Give each a `name` of its own.',
      why: 'Tables, curves and events call a tier by its name, and by its budget where it has none.',
      example: settings(
        "tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 18, rollouts: 2, promptSuffix: '=' }\ntraining: { rolloutsPerPrompt: 4 }\n",
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
    'tiers/duplicate-name':
      "tiers:\n  - { budget: 18, rollouts: 2, name: plain }\n  - { budget: 18, rollouts: 2, name: asked, promptSuffix: '=' }\ntraining: { rolloutsPerPrompt: 4 }\n",
    'tiers/duplicate-budget':
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 19, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
    'tiers/not-ascending':
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 4 }\n',
  },
  check({ tiers }, { report }) {
    for (const [index, tier] of tiers.entries()) {
      const previous = tiers[index - 1]?.budget;
      if (previous !== undefined && tier.budget < previous)
        report(
          ['tiers', index, 'budget'],
          'tiers/not-ascending',
          { budget: tier.budget, previous },
          {
            expected: `at least ${previous}`,
            actual: String(tier.budget),
            relatedPaths: [{ path: ['tiers', index - 1, 'budget'], message: 'the tier before' }],
          },
        );
      const earlier = tiers.slice(0, index);
      const twin = earlier.findIndex((other) => samplingOf(other) === samplingOf(tier));
      const namesake = earlier.findIndex((other) => tierName(other) === tierName(tier));
      if (twin >= 0)
        report(
          ['tiers', index, 'budget'],
          'tiers/duplicate-budget',
          { budget: tier.budget },
          { relatedPaths: [{ path: ['tiers', twin, 'budget'], message: 'the other one' }] },
        );
      else if (namesake >= 0)
        report(
          ['tiers', index, tier.name === undefined ? 'budget' : 'name'],
          'tiers/duplicate-name',
          { name: tierName(tier) },
          { relatedPaths: [{ path: ['tiers', namesake, 'budget'], message: 'the other one' }] },
        );
    }
  },
});

type Tier = FilledReinforcement['tiers'][number];

/** Everything of a tier that changes what is sampled. */
const samplingOf = ({ name: _name, rollouts: _rollouts, ...sampling }: Tier): string =>
  JSON.stringify(Object.entries(sampling).sort(([a], [b]) => (a < b ? -1 : 1)));
