// Continues a run from its newest intact checkpoint; what came after it is run again, to the same bytes.
import { type Diagnostic, hasErrors, type Plan, type RunEvent } from '@allot/spec';
import {
  acquireLock,
  digestEvents,
  holdFrom,
  isReproducible,
  latestIntactCheckpoint,
  openRunDirectory,
  planOfKey,
  readCheckpointState,
  readEvents,
  recordHalt,
  recordPlanChange,
  recoverCheckpoints,
  runPaths,
  truncateEvents,
} from '@allot/store';
import { requireAllowed } from './allowed-commands.js';
import { report } from './catalog.js';
import { carryOver } from './changes/carry-over.js';
import { refuseChange } from './changes/refuse-change.js';
import { tellChange } from './changes/tell-change.js';
import { closeCheckpoint } from './commit-checkpoint.js';
import { computedBy, otherBits } from './computed-by.js';
import { keepEngineFolder, prepareEngineFolder, restoreEngineFolder } from './engine-folder.js';
import { openEventWriter } from './event-writer.js';
import { guardRun, runToEnd } from './guard-run.js';
import { stoppedDiagnostic } from './guards/tell.js';
import { withEngine } from './open-engine.js';
import type { ResumeOptions, RunOutcome } from './outcome.js';
import { checkpointSource } from './policy-source.js';
import { createProgress } from './progress.js';
import { removeLater } from './remove-later.js';
import { expectValue, RunFailure } from './run-failure.js';
import { forgetSizes } from './run-sizes.js';
import { closeSession, openSession, type SessionLog } from './session.js';
import type { TrainingPosition } from './train.js';
import { lostRecords, requireInputs } from './verify-run.js';

export function resumeRun(options: ResumeOptions): Promise<RunOutcome> {
  const { runDirectory: run, host } = options;
  return guardRun(run, async (cleanup) => {
    const diagnostics: Diagnostic[] = [];
    const warn = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
    expectValue(await openRunDirectory(run), warn);
    const lock = expectValue(acquireLock(run), warn);
    cleanup.add(() => lock.release());
    let opened = expectValue(await openRunDirectory(run), warn);
    await recoverCheckpoints(run);
    const latest = expectValue(await latestIntactCheckpoint(run), warn);
    const state = expectValue(await readCheckpointState(latest.folder), warn);
    const { step, interim, events: count, eventsDigest, skippedInRow = 0 } = state;
    const change = options.change?.key === opened.plan.key ? undefined : options.change;
    if (change) requireChangeable(opened.plan, change, step);
    const plan = withEngine(change ?? opened.plan, options.engine);
    createProgress(plan.settings.steps, options.onProgress).begin('start', 0);
    const { memory, guards } = carryOver(state, plan, planOfKey(opened, state.planKey));
    if (guards?.stopped) {
      await recordHalt(run, { state: 'stopped', by: guards.stopped.guard, step });
      diagnostics.push(stoppedDiagnostic(step, guards.stopped));
      return { status: 'stopped', runDirectory: run, step, diagnostics };
    }
    if (!change && step === plan.settings.steps && !interim && (await isFinished(run))) {
      return { status: 'finished', runDirectory: run, step, diagnostics };
    }
    requireAllowed(plan, host);
    await requireInputs(run);
    const { engine: engineAt } = runPaths(run);
    cleanup.add(() => restoreEngineFolder(engineAt));
    const manifest = expectValue(await prepareEngineFolder(plan, engineAt, host), warn);
    let kept: readonly RunEvent[] = [];
    let flawOfLog: Diagnostic | undefined;
    if (change) await forgetSizes(run);
    const openLog = async (): Promise<SessionLog> => {
      if (change) opened = await recordPlanChange(opened, change, step);
      else await holdFrom(run, step);
      kept = await truncateEvents(runPaths(run).events, count);
      const found = kept.filter(isReproducible).length;
      if (found < count)
        flawOfLog = report('run/log-incomplete', { file: runPaths(run).events, found, expected: count });
      else if (eventsDigest !== undefined && digestEvents(kept) !== eventsDigest)
        flawOfLog = report('run/log-changed', { file: runPaths(run).events });
      if (flawOfLog) warn(flawOfLog);
      diagnostics.push(...(await lostRecords(run, kept)));
      await removeLater(run, step);
      const events = openEventWriter(run, kept, options.onEvent);
      cleanup.add(() => events.close());
      return { events, seconds: secondsOf(kept) };
    };
    const policy = checkpointSource(latest.folder, manifest, state.optimizerStep);
    const made = (key: string) => planOfKey(opened, key);
    const start = { policy, memory, skippedInRow, made, ...(guards && { guards }) };
    const session = await openSession(plan, manifest, start, openLog, options);
    cleanup.add(() => closeSession(session));
    await keepEngineFolder(engineAt);
    session.warnings.push(...diagnostics);
    if (!interim) await closeCheckpoint(session, step);
    const computed = computedBy(session);
    session.warnings.push(...otherBits(kept, computed));
    session.events.emit({ type: 'run-resumed', step, checkpoint: step, ...computed });
    // The next checkpoint counts what is there: that something was lost stands in the log alone.
    if (flawOfLog) session.events.emit({ type: 'diagnostic', step, diagnostic: flawOfLog });
    tellChange(session.events, opened, plan, kept, step);
    return runToEnd(session, { step, committed: !interim, ...doneAfter(kept, step) });
  });
}

function requireChangeable(before: Plan, after: Plan, step: number): void {
  const refused = refuseChange(before, after, step);
  if (hasErrors(refused)) throw new RunFailure(refused);
}

async function isFinished(run: string): Promise<boolean> {
  const [events] = await readEvents(runPaths(run).events);
  return events?.at(-1)?.type === 'run-finished';
}

/** What the log shows as done after the step was trained last: a rollback leaves what followed a step that is taken back in it. */
function doneAfter(
  events: readonly RunEvent[],
  step: number,
): Pick<TrainingPosition, 'evaluated' | 'passed'> {
  const trained = events.findLastIndex((event) => event.type === 'step-completed' && event.step === step);
  const later = events.slice(trained + 1).filter((event) => event.step === step);
  return {
    evaluated: later.some(({ type }) => type === 'evaluation-completed'),
    passed: later.flatMap((event) => (event.type === 'gate-passed' ? [event.gate] : [])),
  };
}

/** Time that earlier processes spent on what is kept. */
function secondsOf(events: readonly RunEvent[]): number {
  return events.reduce((sum, event) => {
    if (event.type === 'step-completed') return sum + Math.max(0, event.stepSeconds);
    if (event.type === 'evaluation-completed') return sum + Math.max(0, event.evaluationSeconds ?? 0);
    return sum;
  }, 0);
}
