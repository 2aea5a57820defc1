// Evaluations of a run in the order of their steps.
import type { EvaluationCompleted, RunEvent } from '@allot/spec';
import { standingEvents } from '../run/standing-events.js';

export const evaluationsOf = (events: readonly RunEvent[]): EvaluationCompleted[] =>
  standingEvents(events)
    .filter((event) => event.type === 'evaluation-completed')
    .sort((a, b) => a.step - b.step);
