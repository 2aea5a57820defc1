// The steps and evaluations that stand: what a guard took back, and was trained anew, is not one of them.
import type { RunEvent } from '@allot/spec';

/** Events without the steps and evaluations that a rollback took back. */
export function standingEvents(events: readonly RunEvent[]): readonly RunEvent[] {
  let standing: RunEvent[] = [];
  for (const event of events) {
    standing.push(event);
    const to = event.type === 'guard-fired' ? event.rollback?.to : undefined;
    if (to !== undefined) standing = standing.filter((other) => other.step <= to || !isWork(other));
  }
  return standing;
}

const isWork = ({ type }: RunEvent): boolean =>
  type === 'step-completed' || type === 'evaluation-completed' || type === 'checkpoint-written';
