// Whether a run went on with a log that had lost events, or was changed: the log itself tells it for good.
import type { RunEvent } from '@allot/spec';

const tellers = new Set(['run/log-incomplete', 'run/log-changed']);

/** The step at which it last went on so; undefined where the log is whole, as far as it can tell. */
export function resumedOnLostEvents(events: readonly RunEvent[]): number | undefined {
  const told = events.findLast((event) => event.type === 'diagnostic' && tellers.has(event.diagnostic.code));
  if (told) return told.step;
  const resumed = events.findIndex(({ type }) => type === 'run-resumed');
  const hasBeginning = events.slice(0, resumed).some(({ type }) => type === 'run-started');
  return resumed === -1 || hasBeginning ? undefined : events[resumed]?.step;
}
