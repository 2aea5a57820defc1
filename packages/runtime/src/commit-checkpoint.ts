// Checkpoints of a run: a snapshot is taken, and its files are written while the next step goes on.
import path from 'node:path';
import {
  CHECKPOINT_FORMAT,
  type CheckpointState,
  commitCheckpointFiles,
  listCheckpoints,
  pruneCheckpoints,
  readJson,
  runPaths,
  stepName,
  syncSteps,
  writeModelExtras,
  writeModelFolder,
  writeModelSettings,
  writeMoments,
} from '@allot/store';
import type { PolicySnapshot } from './engine.js';
import type { Session } from './session.js';

/**
 * Takes the run's state as the checkpoint of `step` and writes it in the background; `session.commits` settles when it is
 * committed. Every event and file of the step is settled first. Events that follow must wait for `session.commits`,
 * so that the log has the same order every time.
 */
export async function beginCheckpoint(
  session: Session,
  step: number,
  { interim }: { interim: boolean },
): Promise<void> {
  const { run, plan, writes, commits, events, memory, progress } = session;
  await commits.settle();
  progress.begin('checkpoint', step);
  await writes.settle();
  events.sync();
  const snapshot = await takeSnapshot(session, step);
  const state: CheckpointState = {
    format: CHECKPOINT_FORMAT,
    step,
    planKey: plan.key,
    optimizerStep: snapshot.optimizerStep,
    events: events.reproducible(),
    eventsDigest: events.digest(),
    interim,
    memory,
    ...(session.skippedInRow > 0 && { skippedInRow: session.skippedInRow }),
    ...(session.guards && { guards: session.guards }),
  };
  commits.add(async () => {
    const before = (await listCheckpoints(run)).findLast((other) => other < step) ?? -1;
    await syncSteps(run, before, step);
    await commitCheckpointFiles(run, step, async (files) => {
      await snapshot.write(files);
      return state;
    });
    if (!interim) await closeCheckpoint(session, step);
  });
}

/** The same, and waits for it. */
export async function commitCheckpoint(
  session: Session,
  step: number,
  { interim }: { interim: boolean },
): Promise<void> {
  await beginCheckpoint(session, step, { interim });
  await session.commits.settle();
}

/** The engine's state, as the engine can give it. After the base policy an adapter stands alone. */
async function takeSnapshot(
  { engine, plan, manifest, extras }: Session,
  step: number,
): Promise<PolicySnapshot> {
  const { config, lora } = plan.settings.policy;
  const model = { config, extras };
  if (engine.snapshot) {
    const adapterAlone = lora !== undefined && step > 0;
    const { optimizerStep, write } = await engine.snapshot(adapterAlone ? 'adapter' : 'weights');
    return {
      optimizerStep,
      write: async (files) => {
        await (adapterAlone
          ? writeModelExtras(files.policy, extras)
          : writeModelSettings(files.policy, model));
        await write(files);
      },
    };
  }
  const { parameters, ...moments } = await engine.state();
  const { parameters: layout } = manifest;
  return {
    optimizerStep: moments.optimizerStep,
    write: async ({ policy, optimizer }) => {
      await writeModelFolder(policy, { ...model, layout, parameters });
      await writeMoments(optimizer, layout, moments);
    },
  };
}

/** What follows a committed planned checkpoint: its event, and the end of those it makes superfluous. */
export async function closeCheckpoint({ run, plan, events }: Session, step: number): Promise<void> {
  events.emit({ type: 'checkpoint-written', step, path: `checkpoints/${stepName(step)}` });
  const states = await checkpointStates(run, step);
  await pruneCheckpoints(run, {
    newest: step,
    keep: plan.settings.checkpoints.keep,
    interim: (other) => states.get(other)?.interim === true,
  });
}

async function checkpointStates(run: string, below: number): Promise<Map<number, CheckpointState>> {
  const states = new Map<number, CheckpointState>();
  for (const step of await listCheckpoints(run)) {
    if (step >= below) continue;
    const [json] = await readJson(path.join(runPaths(run).checkpoint(step), 'state.json'));
    if (json) states.set(step, json as CheckpointState);
  }
  return states;
}
