// How far a run has come, by its log.
import type { RunEvent } from '@allot/spec';
import { standingEvents } from './standing-events.js';

/** The last completed step. Where the log has lost it, a resume and the end of the run still name it. */
export const completedStep = (events: readonly RunEvent[]): number =>
  standingEvents(events).findLast(
    ({ type }) => type === 'step-completed' || type === 'run-resumed' || type === 'run-finished',
  )?.step ?? 0;
