// Finds the policy that `allot eval` means: the newest checkpoint of a run, or one checkpoint of it.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Phase } from '@allot/spec';
import type { OpenedRun } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { openPlannedRun } from '../cli/open-run.js';

export interface OpenedCheckpoint {
  readonly run: OpenedRun;
  readonly checkpointDirectory: string;
}

/** Opens a run folder, `<run>/checkpoints/000025`, or the `policy` folder inside a checkpoint. */
export async function openCheckpoint(path: string): Promise<Phase<OpenedCheckpoint>> {
  const { latestIntactCheckpoint } = await import('@allot/store');
  const checkpointDirectory = basename(resolve(path)) === 'policy' ? dirname(resolve(path)) : resolve(path);
  const isCheckpoint =
    existsSync(join(checkpointDirectory, 'manifest.json')) && !existsSync(join(path, 'run.json'));
  const runDirectory = isCheckpoint ? dirname(dirname(checkpointDirectory)) : path;
  const [run, problems] = await openPlannedRun(runDirectory);
  if (run === undefined)
    return existsSync(join(runDirectory, 'run.json'))
      ? [undefined, problems]
      : [undefined, [reportCommand('eval/nothing-there', { path })]];
  if (run.plan.engine.name === 'verl')
    return [undefined, [reportCommand('cluster/checkpoints-of-verl', { run: runDirectory })]];
  if (isCheckpoint) return [{ run, checkpointDirectory }, problems];
  const [latest, broken] = await latestIntactCheckpoint(runDirectory);
  return [latest && { run, checkpointDirectory: latest.folder }, [...problems, ...broken]];
}
