// A run that was interrupted goes on by another plan, crashes at each n-th change of the file system, and is resumed.
// Arguments: plan.json, the plan that takes over, folder, n. Prints what differed from a run that did not crash.
import fs, { cpSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type { Plan } from '@allot/spec';

const [, , planFile, changeFile, folder, everyText] = process.argv as [string, string, ...string[]] &
  Record<2 | 3 | 4 | 5, string>;
let changes = 0;
let crashAt = Number.POSITIVE_INFINITY;

class Crash extends Error {}

const mortal =
  <Args extends unknown[], Result>(change: (...args: Args) => Result) =>
  (...args: Args): Result => {
    if (++changes >= crashAt) throw new Crash();
    return change(...args);
  };

const [trueRm, trueCp] = [rmSync, cpSync];
const promises = fs.promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const name of ['writeFile', 'rename', 'mkdir', 'rm']) {
  const change = promises[name] as (...args: unknown[]) => Promise<unknown>;
  promises[name] = async (...args) => mortal(change)(...args);
}
fs.writeSync = mortal(fs.writeSync as never) as never;
fs.writeFileSync = mortal(fs.writeFileSync as never) as never;
syncBuiltinESMExports();

const { startRun, resumeRun } = await import('@allot/runtime');
const { openRunDirectory } = await import('@allot/store');
const { fakeHost } = await import('./fake-engine.js');
const { differingFiles } = await import('./compare-runs.js');
const [plan, change] = [planFile, changeFile].map(
  (file) => JSON.parse(readFileSync(file, 'utf8')) as Plan,
) as [Plan, Plan];
const host = fakeHost();

const base = path.join(folder, 'base');
const abort = new AbortController();
await startRun({
  plan,
  runDirectory: base,
  host,
  signal: abort.signal,
  onEvent: ({ type, step }) => {
    if (type === 'step-completed' && step === 3) abort.abort('SIGINT');
  },
});
const whole = path.join(folder, 'whole');
trueCp(base, whole, { recursive: true });
changes = 0;
const { status } = await resumeRun({ runDirectory: whole, host, change });
const total = changes;

const failures: string[] = [];
let crashes = 0;
for (let at = 1; at <= total; at += Number(everyText)) {
  const runDirectory = path.join(folder, 'crashed');
  trueRm(runDirectory, { recursive: true, force: true });
  trueCp(base, runDirectory, { recursive: true });
  changes = 0;
  crashAt = at;
  await resumeRun({ runDirectory, host, change }).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
    crashes++;
  });
  crashAt = Number.POSITIVE_INFINITY;
  trueRm(path.join(runDirectory, 'lock'), { force: true });
  const [opened] = await openRunDirectory(runDirectory);
  const taken = opened?.plan.key === change.key;
  const outcome = await resumeRun({ runDirectory, host, ...(!taken && { change }) });
  if (outcome.status !== status) failures.push(`${at}: ${JSON.stringify(outcome)}`);
  const differing = differingFiles(whole, runDirectory);
  if (differing.length > 0) failures.push(`${at}: ${differing.join(' ')}`);
}
process.stdout.write(JSON.stringify({ total, crashes, failures }));
