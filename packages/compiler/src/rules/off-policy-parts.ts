// What compares the policy with the one that sampled needs a policy that has moved since.
import { defineRule, settings } from './rule.js';

export const offPolicyParts = defineRule({
  kind: 'reinforcement',
  reads: ['objective', 'training'],
  catalog: {
    'objective/never-off-policy': {
      severity: 'warning',
      message: 'With one minibatch a step `{part}` never acts',
      help: 'Set promptsPerMinibatch below promptsPerStep, {promptsPerStep}, or remove {part}.',
      why: 'The first update of a step finds the very policy that sampled: every ratio is 1 and every divergence from it 0, with slope 0. Only the second minibatch and later ones find a policy that has moved.',
      example: settings('objective: { dualClip: 3 }\n'),
    },
  },
  accepts: {
    'objective/never-off-policy':
      'objective: { dualClip: 3 }\ntraining: { promptsPerStep: 4, promptsPerMinibatch: 2 }\n',
  },
  check({ objective, training: { promptsPerStep, promptsPerMinibatch } }, { report }) {
    if (promptsPerMinibatch < promptsPerStep) return;
    for (const part of ['dualClip', 'klCov'] as const)
      if (objective[part] !== undefined)
        report(['objective', part], 'objective/never-off-policy', { part, promptsPerStep });
  },
});
