// Lets the guards look at the end of a step, and does what they ask for.
import type { GuardFired, GuardMemory, ResolvedGuard } from '@allot/spec';
import { folderBytes } from '@allot/store';
import type { Session } from '../session.js';
import type { Spent } from './finding.js';
import { type Fired, lookAt, looksAt } from './look.js';
import { lastGoodCheckpoint, rollBack } from './roll-back.js';
import { firedDiagnostic, rolledBackDiagnostic, stoppedDiagnostic } from './tell.js';

/** Whether training goes on from where it is, from an earlier step, or not at all. */
export type Verdict = 'go-on' | 'stop' | { readonly backTo: number };

/** What the guards make of a completed step and its evaluation. Asked again after the same step, they say nothing new. */
export async function watchStep(session: Session, step: number): Promise<Verdict> {
  const { settings } = session.plan;
  const { guards: memory } = session;
  if (settings.kind === 'supervised' || !settings.guards || !memory) return 'go-on';
  const spent = await spentBy(session, settings.guards, memory);
  const fired = lookAt(settings.guards, { step, memory, tiers: settings.tiers, spent });
  const fresh = fired.filter(({ guard }) => !memory.firing.includes(guard.name));
  session.guards = { ...memory, firing: firingNow(settings.guards, memory, step, fired) };
  for (const one of fresh) if (one.guard.action === 'warn') warn(session, step, one);
  const stop = fresh.find(({ guard }) => guard.action === 'stop');
  if (stop) return stopBy(session, step, stop);
  const back = fresh.find(({ guard }) => typeof guard.action === 'object');
  return back ? goBack(session, step, back) : 'go-on';
}

/** Guards that find something, and those that had found something and have had nothing to look at since. */
const firingNow = (
  guards: readonly ResolvedGuard[],
  memory: GuardMemory,
  step: number,
  fired: readonly Fired[],
): readonly string[] =>
  guards
    .filter((guard) =>
      looksAt(guard, { memory, step })
        ? fired.some((one) => one.guard === guard)
        : memory.firing.includes(guard.name),
    )
    .map(({ name }) => name);

function tell(
  { events }: Session,
  step: number,
  { guard, finding: { text, value, limit } }: Fired,
  action: GuardFired['action'],
  rollback?: NonNullable<GuardFired['rollback']>,
): void {
  const { name, kind } = guard;
  const found = { guard: name, kind, action, finding: text, value, limit };
  events.emit({ type: 'guard-fired', step, ...found, ...(rollback && { rollback }) });
}

function warn(session: Session, step: number, fired: Fired): void {
  tell(session, step, fired, 'warn');
  session.warnings.push(firedDiagnostic(step, fired.guard.name, fired.finding.text));
}

function stopBy(session: Session, step: number, fired: Fired): 'stop' {
  const stopped = { guard: fired.guard.name, finding: fired.finding.text };
  session.guards = { ...(session.guards as GuardMemory), stopped };
  tell(session, step, fired, 'stop');
  session.warnings.push(stoppedDiagnostic(step, stopped));
  return 'stop';
}

/** Stops the run where the guard's rollbacks are used up, or there is nothing to go back to. */
async function goBack(session: Session, step: number, fired: Fired): Promise<Verdict> {
  const { guard, finding } = fired;
  const { rollbacks } = session.guards as GuardMemory;
  const used = rollbacks.filter((one) => one.guard === guard.name).length;
  await session.commits.settle();
  const good = await lastGoodCheckpoint(session.run, Math.min(finding.goodUntil, step - 1));
  if (typeof guard.action !== 'object' || used >= guard.action.most || !good)
    return stopBy(session, step, fired);
  const { rollback: change } = guard.action;
  const to = good.state.step;
  tell(session, step, fired, 'rollback', { to, change, count: rollbacks.length + 1 });
  session.warnings.push(rolledBackDiagnostic(step, guard.name, finding.text, { to, change }));
  await rollBack(session, good, { guard: guard.name, from: step, to, change });
  return { backTo: to };
}

/** The folder is measured only where a guard asks for it, when nothing is being written. */
async function spentBy(
  { run, seconds, writes, commits }: Session,
  guards: readonly ResolvedGuard[],
  { tokens }: GuardMemory,
): Promise<Spent> {
  const measured = guards.some((guard) => guard.kind === 'spending' && guard.gigabytes !== undefined);
  if (measured) await Promise.all([writes.settle(), commits.settle()]);
  return { tokens, hours: seconds() / 3600, gigabytes: measured ? (await folderBytes(run)) / 1e9 : 0 };
}
