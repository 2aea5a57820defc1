// The tiers of a step on a terminal: on as many lines as its width asks for.
import type { TierMetrics } from '@allot/spec';
import { tierText } from './print-event.js';

export type PlannedTier = Pick<TierMetrics, 'name' | 'budget'>;

const between = ' | ';

/** Tiers stay whole, and in their order; each line but one of a single tier has at most `room` characters. */
export function tierLines(texts: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + between.length + text.length <= room)
      lines[lines.length - 1] = `${last}${between}${text}`;
    else lines.push(text);
  }
  return lines;
}

/** Lines that suffice for whatever the tiers will measure: all right, and as long as responses may be. */
export const mostTierLines = (tiers: readonly PlannedTier[], maxTokens: number, room: number): number =>
  tierLines(
    tiers.map((tier) => tierText({ ...tier, accuracy: 1, meanTokens: maxTokens })),
    room,
  ).length;
