// Brings what was written to the disk, so that a power cut cannot take it back.
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from './files.js';
import { runPaths } from './layout.js';

/** Makes all files and folders in a folder durable, and the folder itself; one that is not there is left out. */
export async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(absent);
  if (entries === undefined) return;
  for (const entry of entries) {
    const place = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) await syncFile(place);
    else if (entry.isDirectory()) await syncFolder(place);
  }
  await syncFolder(folder);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Makes the bytes of a file durable. Systems that cannot open a file for that without writing (Windows) get it for both. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes durable what the steps after `from`, up to `to`, wrote beside checkpoints: trajectories, metrics, evaluations. A checkpoint says
 * that its step is done; so nothing of it may be lost once the checkpoint stands.
 */
export async function syncSteps(run: string, from: number, to: number): Promise<void> {
  const { steps, step: folderOfStep, evaluation } = runPaths(run);
  for (let step = Math.max(0, from + 1); step <= to; step++)
    for (const folder of [folderOfStep(step), evaluation(step)]) await syncTree(folder);
  for (const folder of [steps, path.dirname(evaluation(to))]) await syncFolder(folder);
}
