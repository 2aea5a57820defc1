// The files of a run folder that a tracking tool keeps beside its numbers: small, and enough to run it again.
import { readdir } from 'node:fs/promises';

const kept = /^(?:definition\.\w+|plan\.json|run\.json|report\.html)$/;

/** Their names inside the folder, in order. */
export const runFiles = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory)).filter((name) => kept.test(name)).sort();
