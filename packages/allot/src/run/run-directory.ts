// Where a run goes when nobody says where: runs/NAME-N, N counting up.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Path of the next free folder `NAME-N` in `parent`, numbered after the greatest there is; nothing is made. */
export async function nextRunDirectory(parent: string, name: string): Promise<string> {
  const present = await readdir(parent).catch(() => []);
  const numbers = present
    .filter((entry) => entry.startsWith(`${name}-`))
    .map((entry) => entry.slice(name.length + 1))
    .filter((rest) => /^\d+$/.test(rest))
    .map(Number);
  return join(parent, `${name}-${Math.max(0, ...numbers) + 1}`);
}

/** Makes the next free folder, so that two runs started together never share one; a refused one is left for the store to report. */
export async function claimRunDirectory(parent: string, name: string): Promise<string> {
  const { makeFolder } = await import('@allot/store');
  for (;;) {
    const directory = await nextRunDirectory(parent, name);
    try {
      await makeFolder(parent);
      await mkdir(directory);
      return directory;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return directory;
    }
  }
}

/** Removes a claimed folder in which no run came to stand, so that failed starts leave nothing behind. */
export async function discardUnstarted(directory: string): Promise<void> {
  if (!existsSync(join(directory, 'run.json'))) await rm(directory, { recursive: true, force: true });
}
