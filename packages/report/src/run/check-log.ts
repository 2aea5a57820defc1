// Whether the event log still is what the newest checkpoint was committed with.
import type { Diagnostic, RunEvent } from '@allot/spec';
import { digestEvents, isReproducible, listCheckpoints, readCheckpointState, runPaths } from '@allot/store';
import { resumedOnLostEvents } from './lost-events.js';
import { report } from './report-catalog.js';
import { wellFormedEvents } from './well-formed-events.js';

/** A warning where events that the checkpoint counts are missing or were changed, or were when the run went on. A checkpoint that cannot be read tells nothing. */
export async function checkLog(run: string, events: readonly RunEvent[]): Promise<readonly Diagnostic[]> {
  const file = runPaths(run).events;
  const step = resumedOnLostEvents(wellFormedEvents(events, file)[0]);
  if (step !== undefined) return [report('report/lost-events', { file, step })];
  const newest = (await listCheckpoints(run)).at(-1);
  if (newest === undefined) return [];
  const [state] = await readCheckpointState(runPaths(run).checkpoint(newest));
  if (state?.eventsDigest === undefined) return [];
  const before = events.filter(isReproducible).slice(0, state.events);
  return digestEvents(before) === state.eventsDigest ? [] : [report('report/changed-log', { file })];
}
