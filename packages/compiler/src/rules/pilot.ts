// A pilot that can be run.
import { defineRule, settings } from './rule.js';

export const pilot = defineRule({
  kind: 'reinforcement',
  reads: ['pilot', 'gates'],
  catalog: {
    'pilot/too-few-problems': {
      severity: 'warning',
      message: 'The pilot asks for {wanted} problems, and the dataset `{name}` has {rows}',
      help: 'All {rows} are used; ask for as many to say so.',
      why: 'A pilot takes different problems; it cannot take more than there are.',
      example: settings('pilot: { problems: 900000 }\n'),
    },
    'pilot/gate-without-pilot': {
      severity: 'error',
      message: 'The gate `{name}` comes after a pilot, and the definition has none',
      help: 'Add `pilot`, or let the gate come after a step: 0 is the base policy.',
      why: 'A gate that is never reached asks nobody, and the run goes through.',
      example: settings('gates:\n  - { name: review, after: pilot }\n'),
    },
  },
  accepts: {
    'pilot/too-few-problems': 'pilot: { problems: 64 }\n',
    'pilot/gate-without-pilot': 'pilot: { problems: 8 }\ngates:\n  - { name: review, after: pilot }\n',
  },
  check({ pilot: tried, gates = [] }, { report, facts }) {
    for (const [index, { name, after }] of gates.entries())
      if (after === 'pilot' && !tried)
        report(['gates', index, 'after'], 'pilot/gate-without-pilot', { name });
    if (!tried) return;
    const { dataset: name, problems: wanted } = tried;
    const rows = facts.datasets[name]?.rows;
    if (rows !== undefined && wanted > rows)
      report(['pilot', 'problems'], 'pilot/too-few-problems', { wanted, name, rows });
  },
});
