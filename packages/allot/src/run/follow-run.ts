// Follows a run from its start to the table: progress, Ctrl-C, warnings, results, report.
import type { RunOptions, RunOutcome } from '@allot/runtime';
import type { Plan } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { tellOfPlan } from '../cli/tell-of-plan.js';
import type { Terminal } from '../cli/terminal.js';
import { openProgress } from '../progress/open-progress.js';
import { type LiveTracking, trackLive } from '../track/track-live.js';
import type { TrackerOpener } from '../track/tracking-places.js';
import { concludeRun } from './conclude-run.js';
import { listenForInterruption } from './interruption.js';

export interface Followed {
  readonly terminal: Terminal;
  readonly quiet: boolean;
  /** Whether results are printed as JSON. */
  readonly json: boolean;
  readonly plan: Plan;
  readonly runDirectory: string;
  /** Tools that look on. */
  readonly trackers: readonly TrackerOpener[];
}

type Callbacks = Required<Pick<RunOptions, 'onEvent' | 'onProgress' | 'signal'>>;

/** Starts a run by `start` and stays with it to the end. */
export async function followRun(
  followed: Followed,
  start: (callbacks: Callbacks) => Promise<RunOutcome>,
): Promise<ExitCode> {
  const tracking = trackLive(followed.runDirectory, followed.trackers);
  const exitCode = await followToTable(followed, tracking, start);
  await tell(followed.terminal, await tracking.close());
  return exitCode;
}

async function followToTable(
  { terminal, quiet, json, plan, runDirectory }: Followed,
  tracking: LiveTracking,
  start: (callbacks: Callbacks) => Promise<RunOutcome>,
): Promise<ExitCode> {
  const progress = await openProgress(terminal, plan.settings, quiet);
  const interruption = listenForInterruption((message) => progress.note(message));
  let outcome: RunOutcome;
  try {
    outcome = await start({
      onEvent: (event) => {
        progress.event(event);
        tracking.event(event);
      },
      onProgress: (now) => progress.update(now),
      signal: interruption.signal,
    });
  } finally {
    interruption.dispose();
    progress.close();
  }
  await tellOfPlan(terminal, outcome.diagnostics, plan);
  if (outcome.status === 'interrupted') {
    terminal.error(
      `Stopped after step ${outcome.step} of ${plan.settings.steps}. Go on with: allot resume ${runDirectory}`,
    );
    return ExitCode.interrupted;
  }
  if (outcome.status === 'failed') return ExitCode.failure;
  const concluded = await concludeRun(terminal, runDirectory, json);
  if (outcome.status === 'stopped') return ExitCode.stopped;
  if (outcome.status !== 'waiting') return concluded;
  terminal.error(
    `Waiting at the gate ${outcome.gate}. Let it go on with: allot approve ${runDirectory} --gate ${outcome.gate} --by NAME --note TEXT, then: allot resume ${runDirectory}`,
  );
  return ExitCode.waiting;
}
