// Finds the policy that `allot eval` and `allot export` mean: the newest checkpoint of a run, or one checkpoint of it.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Diagnostic, Phase } from '@allot/spec';
import type { OpenedRun } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { openPlannedRun } from '../cli/open-run.js';

export interface OpenedCheckpoint {
  readonly run: OpenedRun;
  readonly checkpointDirectory: string;
}

/**
 * Opens a run folder, RUN@STEP, `<run>/checkpoints/000025`, or the `policy` folder inside a checkpoint. `absent` is said where
 * there is none of these.
 */
export async function openCheckpoint(
  path: string,
  absent: Diagnostic = reportCommand('eval/nothing-there', { path }),
): Promise<Phase<OpenedCheckpoint>> {
  const [{ latestIntactCheckpoint, listCheckpoints, runPaths }, { placeOf }] = await Promise.all([
    import('@allot/store'),
    import('@allot/report'),
  ]);
  const { folder, step } = placeOf(basename(resolve(path)) === 'policy' ? dirname(resolve(path)) : path);
  const [run, problems] = await openPlannedRun(folder);
  if (run === undefined) return [undefined, existsSync(join(folder, 'run.json')) ? problems : [absent]];
  if (run.plan.engine.name === 'verl')
    return [undefined, [reportCommand('cluster/checkpoints-of-verl', { run: folder })]];
  if (step !== undefined) {
    const steps = await listCheckpoints(folder);
    if (steps.includes(step))
      return [{ run, checkpointDirectory: runPaths(folder).checkpoint(step) }, problems];
    const known = steps.length === 0 ? 'none' : `those of the steps ${steps.join(', ')}`;
    return [undefined, [...problems, reportCommand('eval/no-checkpoint', { step, run: folder, known })]];
  }
  const [latest, broken] = await latestIntactCheckpoint(folder);
  return [latest && { run, checkpointDirectory: latest.folder }, [...problems, ...broken]];
}
