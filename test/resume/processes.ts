// The processes that a process has started, and whether they have ended.
import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

interface Listed {
  readonly pid: number;
  readonly parent: number;
}

function list(): Listed[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n');
  return lines.flatMap((line) => {
    const [pid, parent, command] = line.trim().split(/\s+/);
    return command === 'ps' ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

/** Ids of all processes below one, the listing itself left out. */
export function startedBy(root: number): number[] {
  const all = list();
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(root);
}

/** Those of the processes that are still there after 10 seconds. */
export async function endOf(pids: readonly number[]): Promise<readonly number[]> {
  for (let tries = 0; ; tries++) {
    const there = new Set(list().map(({ pid }) => pid));
    const left = pids.filter((pid) => there.has(pid));
    if (left.length === 0 || tries === 100) return left;
    await setTimeout(100);
  }
}
