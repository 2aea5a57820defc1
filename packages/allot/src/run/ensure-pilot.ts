// The pilot of a plan, run if it has not been: kept beside the definition, so that it is run once.
import { dirname } from 'node:path';
import { type Diagnostic, hasErrors, type Pilot, type Plan } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { tellOfPlan } from '../cli/tell-of-plan.js';
import type { Terminal } from '../cli/terminal.js';
import { openProgress } from '../progress/open-progress.js';
import { version } from '../version.js';
import { listenForInterruption } from './interruption.js';

export interface PilotRequest {
  readonly plan: Plan;
  readonly terminal: Terminal;
  readonly quiet: boolean;
  readonly allowCommands: boolean;
  /** Whether a pilot that is there is run again. */
  readonly again?: boolean;
}

export interface PilotFound {
  readonly pilot: Pilot;
  readonly folder: string;
}

/** The plan's pilot and where it is kept, or the exit status of what went wrong, which has been told. */
export async function ensurePilot(request: PilotRequest): Promise<PilotFound | ExitCode> {
  const { plan, terminal, quiet, allowCommands, again = false } = request;
  const { findPilot, pilotFolder } = await import('@allot/store');
  const beside = dirname(plan.sources.definition);
  const key = plan.pilot?.key ?? '';
  const folder = pilotFolder(beside, key);
  const [present, problems] = again || !plan.pilot ? [null, []] : await findPilot(beside, key);
  await tell(terminal, problems);
  if (hasErrors(problems)) return ExitCode.failure;
  if (present) return { pilot: present, folder };
  const [{ runPilot }, { emitPlan }] = await Promise.all([
    import('@allot/runtime'),
    import('@allot/compiler'),
  ]);
  const progress = await openProgress(terminal, plan.settings, quiet);
  const interruption = listenForInterruption((message) => progress.note(message));
  let outcome: readonly [Pilot | undefined, readonly Diagnostic[]];
  try {
    outcome = await runPilot({
      plan,
      folder,
      host: { version, emit: emitPlan, allowCommands },
      onProgress: (now) => progress.update(now),
      signal: interruption.signal,
    });
  } catch (error) {
    if (interruption.signal.aborted) return ExitCode.interrupted;
    throw error;
  } finally {
    interruption.dispose();
    progress.close();
  }
  const [pilot, found] = outcome;
  await tellOfPlan(terminal, found, plan);
  return pilot ? { pilot, folder } : ExitCode.failure;
}
