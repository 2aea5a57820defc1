// Starts a run in a new folder.
import { rm } from 'node:fs/promises';
import { hasErrors } from '@allot/spec';
import {
  acquireLock,
  checkRunDirectory,
  commitRunRecord,
  createRunDirectory,
  makeFolder,
  newRunRecord,
  runPaths,
  syncTree,
} from '@allot/store';
import { requireAllowed } from './allowed-commands.js';
import { report } from './catalog.js';
import { commitCheckpoint } from './commit-checkpoint.js';
import { prepareEngineFolder } from './engine-folder.js';
import { openEventWriter } from './event-writer.js';
import { guardRun, runToEnd } from './guard-run.js';
import type { RunOutcome, StartOptions } from './outcome.js';
import { takePilot } from './pilot-in-run.js';
import { basePolicySource } from './policy-source.js';
import { createProgress } from './progress.js';
import { expectValue, RunFailure } from './run-failure.js';
import { copyInputs } from './run-inputs.js';
import { closeSession, openSession } from './session.js';

/** Runs a plan in a new run folder until it is finished, interrupted or has failed. */
export function startRun(options: StartOptions): Promise<RunOutcome> {
  const { plan, runDirectory: run, host, engineFolder, pilotFolder } = options;
  return guardRun(run, async (cleanup) => {
    createProgress(plan.settings.steps, options.onProgress).begin('start', 0);
    requireAllowed(plan, host);
    if (plan.pilot?.awaited) throw new RunFailure([report('pilot/awaited', { name: plan.settings.name })]);
    const [, refused] = await checkRunDirectory(run);
    if (hasErrors(refused)) throw new RunFailure(refused);
    await makeFolder(run);
    const lock = expectValue(acquireLock(run));
    cleanup.add(() => lock.release());
    expectValue(await createRunDirectory(run, plan));
    expectValue(await copyInputs(plan, run));
    if (pilotFolder !== undefined) await takePilot(plan, pilotFolder, run);
    const engineAt = runPaths(run).engine;
    // Half made by a process that was killed.
    if (engineFolder === undefined) await rm(engineAt, { recursive: true, force: true });
    const manifest = expectValue(await prepareEngineFolder(plan, engineAt, host, engineFolder));
    const events = openEventWriter(run, [], options.onEvent);
    cleanup.add(() => events.close());
    const policy = expectValue(await basePolicySource(plan, manifest));
    const session = await openSession(
      plan,
      manifest,
      { policy, memory: {} },
      () => ({ events, seconds: 0 }),
      options,
    );
    cleanup.add(() => closeSession(session));
    const { name: engine, device, workers } = plan.engine;
    events.emit({
      type: 'run-started',
      step: 0,
      planKey: plan.key,
      engine,
      device,
      workers,
      version: host.version,
      ...(session.engine.numerics && { numerics: session.engine.numerics }),
    });
    await commitCheckpoint(session, 0, { interim: true });
    await syncTree(run);
    await commitRunRecord(run, newRunRecord(plan, host.version));
    return runToEnd(session, { step: 0, evaluated: false, committed: false, passed: [] });
  });
}
