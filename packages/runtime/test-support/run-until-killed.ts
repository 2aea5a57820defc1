// A child process: starts or resumes a run with the fake engine and kills itself at its n-th change of the file system.
// Arguments: plan.json, run folder, n (0: never).
import fs, { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { Plan } from '@allot/spec';

const [, , planFile, runDirectory, at] = process.argv as [string, string, string, string, string];
const deadline = Number(at);
let changes = 0;

/** Dies before every second of the deadline's changes, else right after, so that both sides of a change are met. */
function counted<Args extends unknown[], Result>(
  change: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    const last = ++changes === deadline;
    if (last && deadline % 2 === 0) process.kill(process.pid, 'SIGKILL');
    const result = change(...args);
    if (last && !(result instanceof Promise)) process.kill(process.pid, 'SIGKILL');
    if (last && result instanceof Promise) void result.finally(() => process.kill(process.pid, 'SIGKILL'));
    return result;
  };
}

const promises = fs.promises as unknown as Record<string, (...args: unknown[]) => unknown>;
for (const name of ['writeFile', 'rename', 'mkdir', 'rm']) {
  promises[name] = counted(promises[name] as (...args: unknown[]) => unknown);
}
fs.writeSync = counted(fs.writeSync as never) as never;
fs.writeFileSync = counted(fs.writeFileSync as never) as never;
syncBuiltinESMExports();

const { startRun, resumeRun } = await import('@allot/runtime');
const { fakeHost } = await import('./fake-engine.js');
const host = fakeHost();
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
const resumed = await resumeRun({ runDirectory, host });
const newlyMade = resumed.diagnostics.some(({ code }) => code === 'store/not-a-run');
const outcome = newlyMade ? await startRun({ plan, runDirectory, host }) : resumed;
process.stdout.write(JSON.stringify({ ...outcome, changes }));
