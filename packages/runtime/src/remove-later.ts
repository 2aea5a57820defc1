// Takes back what a run wrote after a step.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { runPaths } from '@allot/store';

/** Removes what was written after the checkpoint, so that nothing of it is mistaken for what is run now. */
export async function removeLater(run: string, step: number): Promise<void> {
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
