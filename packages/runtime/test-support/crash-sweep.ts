// Crashes a run at each n-th change of the file system, all later changes failing as if the machine were off,
// then resumes it and compares it with an undisturbed run. Arguments: plan.json, folder, n. Prints what differed.
import fs, { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type { Plan } from '@allot/spec';

const [, , planFile, folder, everyText] = process.argv as [string, string, string, string, string];
let changes = 0;
let crashAt = Number.POSITIVE_INFINITY;

class Crash extends Error {}

const mortal =
  <Args extends unknown[], Result>(change: (...args: Args) => Result) =>
  (...args: Args): Result => {
    if (++changes >= crashAt) throw new Crash();
    return change(...args);
  };

const promises = fs.promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const name of ['writeFile', 'rename', 'mkdir', 'rm']) {
  const change = promises[name] as (...args: unknown[]) => Promise<unknown>;
  promises[name] = async (...args) => mortal(change)(...args);
}
fs.writeSync = mortal(fs.writeSync as never) as never;
fs.writeFileSync = mortal(fs.writeFileSync as never) as never;
fs.rmSync = mortal(fs.rmSync as never) as never;
const trueRm = rmSync;
syncBuiltinESMExports();

const { startRun, resumeRun } = await import('@allot/runtime');
const { fakeHost } = await import('./fake-engine.js');
const { differingFiles } = await import('./compare-runs.js');
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
const host = fakeHost();

const whole = path.join(folder, 'whole');
await startRun({ plan, runDirectory: whole, host });
const total = changes;

const failures: string[] = [];
const every = Number(everyText);
let crashes = 0;
for (let at = 1; at <= total; at += every) {
  const runDirectory = path.join(folder, 'crashed');
  trueRm(runDirectory, { recursive: true, force: true });
  mkdirSync(runDirectory);
  changes = 0;
  crashAt = at;
  await startRun({ plan, runDirectory, host }).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
    crashes++;
  });
  crashAt = Number.POSITIVE_INFINITY;
  trueRm(path.join(runDirectory, 'lock'), { force: true });
  const resumed = await resumeRun({ runDirectory, host });
  const again = resumed.diagnostics.some(({ code }) => code === 'store/not-a-run');
  const outcome = again ? await startRun({ plan, runDirectory, host }) : resumed;
  if (outcome.status !== 'finished') failures.push(`${at}: ${JSON.stringify(outcome)}`);
  const differing = differingFiles(whole, runDirectory);
  if (differing.length > 0) failures.push(`${at}: ${differing.join(' ')}`);
}
process.stdout.write(JSON.stringify({ total, crashes, failures }));
