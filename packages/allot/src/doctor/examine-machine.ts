// Node, cores, memory, disk.
import { mkdtemp, rmdir, statfs } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { bytes } from '../cli/numbers.js';
import type { HealthCheck } from '../documents/doctor-document.js';

export async function examineMachine(folder: string): Promise<readonly HealthCheck[]> {
  return [
    examineNode(process.versions.node),
    { name: 'cores', status: 'ok', found: `${availableParallelism()}` },
    examineMemory(freemem(), totalmem()),
    await examineDisk(folder),
    await examineWriting(folder),
  ];
}

/** Node 20.19 is the first that loads ES modules the way definitions need. */
export function examineNode(node: string): HealthCheck {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough
    ? { name: 'node', status: 'ok', found: node }
    : { name: 'node', status: 'error', found: node, help: 'Install Node 20.19 or newer.' };
}

/** The quickstart's run stays below half a gibibyte. */
export function examineMemory(free: number, total: number): HealthCheck {
  const found = `${bytes(free)} free of ${bytes(total)}`;
  return free >= 2 ** 29
    ? { name: 'memory', status: 'ok', found }
    : {
        name: 'memory',
        status: 'warning',
        found,
        help: 'The quickstart needs about 0.5 GiB; close something.',
      };
}

async function examineDisk(folder: string): Promise<HealthCheck> {
  const { bavail, bsize } = await statfs(folder);
  const found = `${bytes(bavail * bsize)} free`;
  return bavail * bsize >= 2 ** 28
    ? { name: 'disk', status: 'ok', found }
    : {
        name: 'disk',
        status: 'warning',
        found,
        help: 'A quickstart run writes up to about 0.1 GiB; free some space.',
      };
}

async function examineWriting(folder: string): Promise<HealthCheck> {
  try {
    await rmdir(await mkdtemp(join(folder, '.allot-doctor-')));
    return { name: 'write', status: 'ok', found: `${folder} can be written` };
  } catch {
    const help = 'Runs go to runs/ here unless --run-dir says otherwise; change to a folder of yours.';
    return { name: 'write', status: 'warning', found: `${folder} cannot be written`, help };
  }
}
