// What a run may spend.
import { type Judge, shown } from './finding.js';

const units = { tokens: 'response tokens', hours: 'hours', gigabytes: 'GB of disk' } as const;

export const overspending: Judge<'spending'> = (guard, { spent, step }) => {
  for (const kind of ['tokens', 'hours', 'gigabytes'] as const) {
    const limit = guard[kind];
    if (limit === undefined || spent[kind] <= limit) continue;
    const text = `The run has spent ${shown(spent[kind])} ${units[kind]}, more than ${shown(limit)}.`;
    return { text, value: spent[kind], limit, goodUntil: step };
  }
  return undefined;
};
