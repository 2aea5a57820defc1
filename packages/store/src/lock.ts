// One process a run: a lock file that names its owner and is taken over when the owner has ended.
import {
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Phase } from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';
import { runPaths } from './layout.js';

export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Start of the process in clock ticks since boot, where the system tells; guards against reused process ids. */
  readonly started?: string;
}

export interface RunLock {
  release(): void;
}

/** The same for one folder, whatever links lead to it. */
const realPlace = (file: string): string => path.join(realpathSync(path.dirname(file)), path.basename(file));

/** Lock files that this process holds, by their real places. */
const held = new Set<string>();

/** Takes the run's lock, or says who holds it. File system errors are thrown. */
export function acquireLock(run: string): Phase<RunLock> {
  const file = runPaths(run).lock;
  const started = processStat(process.pid)?.started;
  const own = JSON.stringify({ pid: process.pid, host: hostname(), ...(started ? { started } : {}) });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (createExclusively(file, own)) {
      const place = realPlace(file);
      held.add(place);
      removeAsides(run, file);
      return [{ release: () => releaseLock(file, own, place) }, []];
    }
    const content = readLock(file);
    if (content === undefined) continue;
    const owner = parseOwner(content);
    if (owner && isAlive(owner, file)) {
      const { pid, host } = owner;
      return [undefined, [report('store/locked', { folder: run, pid, host, lock: file })]];
    }
    if (!owner && isFresh(file)) break;
    removeStale(file, content);
  }
  return [undefined, [report('store/lock-changing', { lock: file, seconds: FRESH_MS / 1000 })]];
}

/** The process that holds the run's lock and is alive, as far as can be told from here. */
export function lockOwner(run: string): LockOwner | undefined {
  const content = readLockIfCan(runPaths(run).lock);
  const owner = content === undefined ? undefined : parseOwner(content);
  return owner && isAlive(owner, runPaths(run).lock) ? owner : undefined;
}

function createExclusively(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A full disk may have taken the name and not the owner.
    rmSync(file, { force: true });
    throw error;
  }
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // A read that fails after the file was opened names none.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** Undefined also where the file system gives no answer: whoever only looks on goes without. */
function readLockIfCan(file: string): string | undefined {
  try {
    return readLock(file);
  } catch (error) {
    if (fileDiagnostic(error) === undefined) throw error;
    return undefined;
  }
}

function parseOwner(content: string): LockOwner | undefined {
  try {
    const { pid = 0, host, ...rest } = JSON.parse(content) as Partial<LockOwner>;
    const isProcess = Number.isInteger(pid) && pid > 0 && pid < 2 ** 31;
    return isProcess && typeof host === 'string' ? { pid, host, ...rest } : undefined;
  } catch {
    return undefined;
  }
}

/** Another machine's process counts as alive: from here it cannot be told. */
function isAlive({ pid, host, started }: LockOwner, file: string): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(realPlace(file));
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = processStat(pid);
  if (now?.state === 'Z' || now?.state === 'X') return false;
  return started === undefined || now === undefined || now.started === started;
}

const FRESH_MS = 5000;

/** A lock without an owner is being written at this moment, unless it is old. */
function isFresh(file: string): boolean {
  try {
    // The clock may have been set back since.
    return Math.abs(Date.now() - statSync(file).mtimeMs) < FRESH_MS;
  } catch {
    return false;
  }
}

const asideName = /^lock\.stale-(\d+)$/;

/** Whether a name in a run folder is that of the lock, or of a stale one on its way out. */
export const isLockFile = (name: string): boolean => name === 'lock' || asideName.test(name);

/** Removes what processes left behind that were killed while they moved a stale lock away. */
function removeAsides(run: string, file: string): void {
  for (const name of readdirSync(run)) {
    const pid = asideName.exec(name)?.[1];
    if (pid !== undefined && !isAlive({ pid: Number(pid), host: hostname() }, file))
      rmSync(path.join(run, name), { force: true });
  }
}

/** Moves the stale lock away; puts it back when another process was faster and it is no longer stale. */
function removeStale(file: string, content: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readFileSync(aside, 'utf8');
  if (moved !== content) createExclusively(file, moved);
  rmSync(aside, { force: true });
}

/** A lock that a file system does not let go of is taken over like that of a process that has ended. */
function releaseLock(file: string, own: string, place: string): void {
  held.delete(place);
  try {
    if (readLock(file) === own) rmSync(file, { force: true });
  } catch (error) {
    if (fileDiagnostic(error) === undefined) throw error;
  }
}

/** Fields 3 and 22 of /proc/PID/stat (proc(5)); undefined on other systems. A killed process that nobody waited for has the state Z. */
function processStat(pid: number): { state: string | undefined; started: string | undefined } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], started: fields[19] };
  } catch {
    return undefined;
  }
}
