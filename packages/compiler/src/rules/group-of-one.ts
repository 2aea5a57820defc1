// A group is large enough for an advantage that compares its members.
import { type Expression, somePart } from '@allot/spec';
import { defineRule, settings } from './rule.js';

const one = 'tiers:\n  - { budget: 18, rollouts: 1 }\n';

export const groupOfOne = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'training', 'advantage'],
  catalog: {
    'training/group-of-one': {
      severity: 'error',
      message: 'One rollout a prompt leaves the advantage `{advantage}` nothing to compare: it is always 0',
      help: 'Use at least 2 rollouts a prompt, better 8 or 16.',
      why: 'A group-normalised advantage is the distance of a reward from the mean of its group. In a group of one that distance is 0, so nothing would ever be learnt.',
      example: settings(`${one}training: { rolloutsPerPrompt: 1 }\n`),
    },
  },
  accepts: {
    'training/group-of-one': 'tiers:\n  - { budget: 18, rollouts: 2 }\ntraining: { rolloutsPerPrompt: 2 }\n',
  },
  check({ training }, { report, facts: { shapes } }) {
    if (training.rolloutsPerPrompt > 1 || !shapes.advantage) return;
    const { name, expression } = shapes.advantage;
    if (comparesGroup(expression))
      report(['training', 'rolloutsPerPrompt'], 'training/group-of-one', { advantage: name });
  },
});

/** Whether an expression holds a statistic of the group. */
const comparesGroup = (expression: Expression): boolean =>
  somePart(expression, (part) => part.kind === 'reduce' && part.scope === 'group');
