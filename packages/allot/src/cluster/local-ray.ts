// Ray on this machine, for a run without a cluster of its own.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { ClusterPaths } from './cluster-paths.js';
import { lastLines } from './error-lines.js';

export interface LocalRay {
  readonly address: string;
  readonly pid: number;
}

const PATIENCE_MS = 120_000;

/**
 * Starts Ray in a process of its own, which lives as long as a job of the run does, whoever started it. The
 * `python3` on the path has Ray and verl; it is that of jobs too.
 */
export async function startLocalRay(paths: ClusterPaths): Promise<Phase<LocalRay>> {
  await rm(paths.ray, { force: true });
  const log = openSync(paths.rayLog, 'w');
  const child = spawn('python3', ['-m', 'allot_verl.local_ray', paths.ray], {
    cwd: paths.verl,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, PYTHONPATH: paths.bundle },
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= `it ended with ${signal ?? `status ${code}`}`;
  });
  child.unref();
  const until = Date.now() + PATIENCE_MS;
  while (ended === undefined && Date.now() < until) {
    const ray = await readLocalRay(paths);
    if (ray) return [ray, []];
    await pause(200);
  }
  if (child.pid !== undefined && ended === undefined) stopLocalRay(child.pid);
  const reason = ended ?? `it did not start within ${PATIENCE_MS / 1000} s`;
  const said = lastLines(await readFile(paths.rayLog, 'utf8').catch(() => ''), 3);
  const words = [reason, ...said].join('; ');
  return [undefined, [reportCommand('cluster/no-local-ray', { reason: words })]];
}

/** Tells it to end; its jobs end with it. */
export function stopLocalRay(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether it is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readLocalRay(paths: ClusterPaths): Promise<LocalRay | undefined> {
  const text = await readFile(paths.ray, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as LocalRay);
}
