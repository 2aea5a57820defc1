// The clip leaves at least as much room upwards as downwards.
import { defineRule, settings } from './rule.js';

export const clipOrder = defineRule({
  kind: 'reinforcement',
  reads: ['objective'],
  catalog: {
    'objective/clip-reversed': {
      severity: 'warning',
      message: 'clipHigh, {clipHigh}, is below clipLow, {clipLow}',
      help: 'Set clipHigh to at least {clipLow}: HBPO and DAPO use 0.2 and 0.28.',
      why: 'A higher upper bound lets unlikely tokens grow, which keeps exploration alive (DAPO, arXiv 2503.14476, section 3.1). The other way round it dies sooner.',
      example: settings('objective: { clipLow: 0.28, clipHigh: 0.2 }\n'),
    },
  },
  accepts: { 'objective/clip-reversed': 'objective: { clipLow: 0.2, clipHigh: 0.2 }\n' },
  check({ objective: { clipLow, clipHigh } }, { report }) {
    if (clipHigh < clipLow)
      report(['objective', 'clipHigh'], 'objective/clip-reversed', { clipHigh, clipLow });
  },
});
