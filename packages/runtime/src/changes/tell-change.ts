// Writes a change of the plan into the log where the log does not tell it yet: a kill, or a step back, may have taken it away.
import { type Plan, planChanges, type RunEvent } from '@allot/spec';
import { type OpenedRun, planOfKey } from '@allot/store';
import type { EventWriter } from '../event-writer.js';

/** `kept` are the events that stand before `step` goes on by `plan`. */
export function tellChange(
  events: EventWriter,
  run: OpenedRun,
  plan: Plan,
  kept: readonly RunEvent[],
  step: number,
): void {
  const before = planOfKey(run, toldPlan(kept) ?? run.record.planKey);
  if (!before || before.key === plan.key) return;
  events.emit({
    type: 'plan-changed',
    step,
    before: before.key,
    after: plan.key,
    changes: planChanges(before, plan),
  });
}

/** Key of the plan that the log says the run goes by. */
function toldPlan(events: readonly RunEvent[]): string | undefined {
  const last = events.findLast(({ type }) => type === 'plan-changed' || type === 'run-started');
  if (last?.type === 'plan-changed') return last.after;
  return last?.type === 'run-started' ? last.planKey : undefined;
}
