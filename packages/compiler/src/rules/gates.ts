// Gates that a run comes to.
import { defineRule, settings } from './rule.js';

export const gates = defineRule({
  kind: 'reinforcement',
  reads: ['gates', 'steps'],
  catalog: {
    'gates/duplicate-name': {
      severity: 'error',
      message: 'Two gates are called `{name}`',
      help: 'Give one of them another name.',
      why: 'An approval is for the gate that it names.',
      example: settings('gates:\n  - { name: review, after: 0 }\n  - { name: review, after: 50 }\n'),
    },
    'gates/never-reached': {
      severity: 'error',
      message: 'The run never comes to the gate `{name}`: {reason}',
      help: 'Choose a whole number from 0, the base policy, to {steps}.',
      why: 'A gate that is never reached asks nobody, and the run goes through.',
      example: settings('gates:\n  - { name: review, after: 500 }\n'),
    },
  },
  accepts: {
    'gates/duplicate-name': 'gates:\n  - { name: base, after: 0 }\n  - { name: review, after: 50 }\n',
    'gates/never-reached': 'gates:\n  - { name: review, after: 100 }\n',
  },
  check({ gates: list, steps }, { report }) {
    for (const [index, { name, after }] of (list ?? []).entries()) {
      if (list?.findIndex((other) => other.name === name) !== index)
        report(['gates', index, 'name'], 'gates/duplicate-name', { name });
      if (after === 'pilot') continue;
      const at = ['gates', index, 'after'];
      if (after > steps) report(at, 'gates/never-reached', { name, reason: `it has ${steps} steps`, steps });
      else if (after < 0 || !Number.isInteger(after))
        report(at, 'gates/never-reached', { name, reason: `no step is numbered ${after}`, steps });
    }
  },
});
