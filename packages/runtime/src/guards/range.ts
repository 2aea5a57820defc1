// Metrics that leave their range.
import type { Judge } from './finding.js';
import { percent, shown } from './finding.js';
import { meanOfLast } from './windows.js';

export const outOfRange: Judge<'range'> = ({ metric, atLeast, atMost, window }, view) => {
  const value = meanOfLast(view, window, (metrics) => metrics[metric]);
  if (value === undefined) return undefined;
  const found = (side: string, limit: number) => ({
    text: `The metric ${metric} is ${shown(value)}, ${side} ${shown(limit)}.`,
    value,
    limit,
    goodUntil: view.step - window,
  });
  if (atLeast !== undefined && value < atLeast) return found('below', atLeast);
  return atMost !== undefined && value > atMost ? found('above', atMost) : undefined;
};

export const answersWithoutThinking: Judge<'answers-without-thinking'> = ({ window, share }, view) => {
  const value = meanOfLast(view, window, ({ withoutThinkingShare }) => withoutThinkingShare);
  if (value === undefined || value <= share) return undefined;
  return {
    text: `${percent(value)} of the responses answer without thinking.`,
    value,
    limit: share,
    goodUntil: view.step - window,
  };
};
