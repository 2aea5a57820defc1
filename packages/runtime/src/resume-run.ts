// Continues a run from its newest intact checkpoint; what came after it is run again, to the same bytes.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic, EmittedEngine, RunEvent } from '@allot/spec';
import {
  acquireLock,
  isReproducible,
  latestIntactCheckpoint,
  openRunDirectory,
  readCheckpoint,
  readCheckpointState,
  readEvents,
  recoverCheckpoints,
  runPaths,
  truncateEvents,
} from '@allot/store';
import { requireAllowed } from './allowed-commands.js';
import { report } from './catalog.js';
import { prepareEngineFolder } from './engine-folder.js';
import { openEventWriter } from './event-writer.js';
import { guardRun, runToEnd } from './guard-run.js';
import type { ResumeOptions, RunOutcome } from './outcome.js';
import { createProgress } from './progress.js';
import { expectValue } from './run-failure.js';
import { closeCheckpoint, closePrograms, openSession, type SessionStart } from './session.js';

export function resumeRun(options: ResumeOptions): Promise<RunOutcome> {
  const { runDirectory: run, host, workers } = options;
  return guardRun(run, async (cleanup) => {
    const diagnostics: Diagnostic[] = [];
    const warn = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
    expectValue(await openRunDirectory(run), warn);
    const lock = expectValue(acquireLock(run), warn);
    cleanup.add(() => lock.release());
    const { plan } = expectValue(await openRunDirectory(run), warn);
    createProgress(plan.settings.steps, options.onProgress).begin('start', 0);
    const manifest = expectValue(await prepareEngineFolder(plan, runPaths(run).engine, host), warn);
    await recoverCheckpoints(run);
    const latest = expectValue(await latestIntactCheckpoint(run), warn);
    const { step, interim, events: count } = expectValue(await readCheckpointState(latest.folder), warn);
    if (step === plan.settings.steps && !interim && (await isFinished(run))) {
      return { status: 'finished', runDirectory: run, step, diagnostics };
    }
    requireAllowed(plan, host);
    const kept = await truncateEvents(runPaths(run).events, count);
    const found = kept.filter(isReproducible).length;
    if (found < count)
      warn(report('run/log-incomplete', { file: runPaths(run).events, found, expected: count }));
    await removeLater(run, step);
    const events = openEventWriter(run, kept, options.onEvent);
    cleanup.add(() => events.close());
    const session = await openSession(
      plan,
      manifest,
      await stateAt(latest.folder, manifest),
      events,
      options,
      workers,
    );
    cleanup.add(() => session.engine.close());
    cleanup.add(() => closePrograms(session));
    session.warnings.push(...diagnostics);
    if (!interim) await closeCheckpoint(session, step);
    events.emit({ type: 'run-resumed', step, checkpoint: step });
    const evaluated = kept.some((event) => event.type === 'evaluation-completed' && event.step === step);
    return runToEnd(session, { step, evaluated, committed: !interim }, secondsOf(kept));
  });
}

/** Where the run goes on. Nothing else holds on to it, so that its memory is free once the engine has its own. */
async function stateAt(checkpoint: string, { parameters: layout }: EmittedEngine): Promise<SessionStart> {
  const { state, ...vectors } = expectValue(await readCheckpoint(checkpoint, layout));
  return { ...vectors, optimizerStep: state.optimizerStep, memory: state.memory };
}

async function isFinished(run: string): Promise<boolean> {
  const [events] = await readEvents(runPaths(run).events);
  return events?.at(-1)?.type === 'run-finished';
}

/** Removes what was written after the checkpoint, so that nothing of it is mistaken for what is run now. */
async function removeLater(run: string, step: number): Promise<void> {
  const { steps, checkpoints } = runPaths(run);
  const evaluations = path.dirname(runPaths(run).evaluation(step));
  for (const folder of [steps, evaluations, checkpoints]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (/^\d+$/.test(name) && Number(name) > step) {
        await rm(path.join(folder, name), { recursive: true, force: true });
      }
    }
  }
}

/** Time that earlier processes spent on what is kept. */
function secondsOf(events: readonly RunEvent[]): number {
  return events.reduce((sum, event) => {
    if (event.type === 'step-completed') return sum + event.stepSeconds;
    if (event.type === 'evaluation-completed') return sum + event.evaluationSeconds;
    return sum;
  }, 0);
}
