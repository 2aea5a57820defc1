// Gates: the run goes on where somebody has approved, and stands still where nobody has.
import type { GateDefinition } from '@allot/spec';
import { type Halt, readApproval, runPaths } from '@allot/store';
import { report } from '../catalog.js';
import type { Session } from '../session.js';

/** What holds the run at the gates after a step or the pilot; undefined where nothing does. `passed` are not asked again. */
export async function passGates(
  session: Session,
  after: GateDefinition['after'],
  step: number,
  passed: readonly string[],
): Promise<Omit<Halt, 'step'> | undefined> {
  for (const { name } of gatesAfter(session, after)) {
    if (passed.includes(name)) continue;
    const halt = await passGate(session, name, step);
    if (halt) return halt;
  }
  return undefined;
}

/** The gates after a step or the pilot, in the definition's order. */
export const gatesAfter = (
  { plan: { settings } }: Pick<Session, 'plan'>,
  after: GateDefinition['after'],
): readonly GateDefinition[] =>
  settings.kind === 'supervised' ? [] : (settings.gates ?? []).filter((gate) => gate.after === after);

async function passGate(
  { run, events, warnings, commits }: Session,
  gate: string,
  step: number,
): Promise<Omit<Halt, 'step'> | undefined> {
  await commits.settle();
  const [approval, problems] = await readApproval(run, gate);
  warnings.push(...problems);
  if (approval?.decision === 'approved') {
    events.emit({ type: 'gate-passed', step, gate, by: approval.by, note: approval.note });
    return undefined;
  }
  const state = approval ? 'denied' : 'waiting';
  events.emit({ type: 'gate-reached', step, gate, state });
  if (approval) {
    const { by, note } = approval;
    const file = runPaths(run).approval(gate);
    warnings.push(
      report('gate/denied', { gate, by, note: note === '' ? 'no reason was given' : note, file }),
    );
  }
  return { state, by: gate };
}
