// Goes back to a checkpoint: its policy is loaded and committed again with what the run knows now, and all after it is taken back.
import type { Rollback } from '@allot/spec';
import {
  type CheckpointState,
  holdFrom,
  listCheckpoints,
  readCheckpointState,
  runPaths,
  verifyCheckpoint,
} from '@allot/store';
import { carryOver } from '../changes/carry-over.js';
import { commitCheckpoint } from '../commit-checkpoint.js';
import { checkpointSource } from '../policy-source.js';
import { removeLater } from '../remove-later.js';
import { expectValue } from '../run-failure.js';
import type { Session } from '../session.js';

export interface GoodCheckpoint {
  readonly folder: string;
  readonly state: CheckpointState;
}

/** The newest intact planned checkpoint up to a step. */
export async function lastGoodCheckpoint(run: string, step: number): Promise<GoodCheckpoint | undefined> {
  for (const candidate of (await listCheckpoints(run)).reverse()) {
    if (candidate > step) continue;
    const folder = runPaths(run).checkpoint(candidate);
    if ((await verifyCheckpoint(folder)) !== undefined) continue;
    const [state] = await readCheckpointState(folder);
    if (state && !state.interim) return { folder, state };
  }
  return undefined;
}

/**
 * A run that is killed in here goes on from the old checkpoints, comes to the same finding and does the same again, or from the
 * new one.
 */
export async function rollBack(
  session: Session,
  { folder, state }: GoodCheckpoint,
  rollback: Rollback,
): Promise<void> {
  const { engine, manifest, run, guards } = session;
  await session.writes.settle();
  const source = checkpointSource(folder, manifest, state.optimizerStep);
  if (engine.loadFiles && source.stored) await engine.loadFiles(source.stored);
  else await engine.load(expectValue(await source.read()));
  const carried = carryOver(state, session.plan, session.made(state.planKey));
  session.memory = carried.memory;
  session.skippedInRow = state.skippedInRow ?? 0;
  if (carried.guards && guards) {
    const { tokens, rollbacks } = guards;
    session.guards = { ...carried.guards, tokens, rollbacks: [...rollbacks, rollback] };
  }
  await holdFrom(run, state.step);
  await commitCheckpoint(session, state.step, { interim: false });
  await removeLater(run, state.step);
}
