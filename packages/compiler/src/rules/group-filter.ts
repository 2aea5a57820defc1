// A group filter leaves groups to train on.
import { defineRule, settings } from './rule.js';

const pair = 'tiers:\n  - { budget: 18, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 2 }\n';

export const groupFilter = defineRule({
  kind: 'reinforcement',
  reads: ['objective', 'training'],
  catalog: {
    'objective/filter-drops-everything': {
      severity: 'error',
      message: 'One rollout a prompt makes every group one that `groups.drop` leaves out',
      help: 'Use at least 2 rollouts a prompt, better 8 or 16, or remove the filter.',
      why: 'The responses of a group of one are all right or all wrong, and have equal rewards. A filter that drops such groups drops every group, and nothing is ever learnt.',
      example: settings(
        'objective: { groups: { drop: [equal-rewards] } }\ntiers:\n  - { budget: 18, rollouts: 1 }\ntraining: { rolloutsPerPrompt: 1 }\n',
      ),
    },
  },
  accepts: {
    'objective/filter-drops-everything': `objective: { groups: { drop: [equal-rewards] } }\n${pair}`,
  },
  check({ objective: { groups }, training: { rolloutsPerPrompt } }, { report }) {
    if (!groups || rolloutsPerPrompt > 1) return;
    const drop = new Set(groups.drop);
    if (drop.has('equal-rewards') || (drop.has('all-correct') && drop.has('all-wrong')))
      report(['objective', 'groups', 'drop'], 'objective/filter-drops-everything', {});
  },
});
