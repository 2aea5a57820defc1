// Makes the file system refuse from its n-th operation on, for every n, while a run starts; then lets it work again, resumes the
// run and compares it with an undisturbed one. Arguments: fault, folder, operations left out between two. Prints JSON.
import fs, { mkdirSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

type Operation = (...args: unknown[]) => unknown;
type Named = Record<string, Operation>;

/** What fails, in fs.promises, in fs, and of an open file. */
const faults: Readonly<Record<string, Readonly<Record<'promises' | 'sync' | 'handle', readonly string[]>>>> =
  {
    ENOSPC: {
      promises: ['writeFile', 'mkdir', 'copyFile', 'appendFile'],
      sync: ['writeSync', 'writeFileSync', 'mkdirSync'],
      handle: ['write', 'writev', 'writeFile'],
    },
    EDQUOT: { promises: ['writeFile'], sync: ['writeSync'], handle: ['write', 'writev', 'sync'] },
    EIO: { promises: ['rename', 'rm'], sync: ['fsyncSync', 'rmSync'], handle: ['sync', 'read'] },
    EROFS: {
      promises: ['writeFile', 'mkdir', 'copyFile', 'appendFile', 'rename', 'rm'],
      sync: ['writeFileSync', 'mkdirSync', 'rmSync', 'renameSync'],
      handle: [],
    },
    EMFILE: {
      promises: ['open', 'readFile', 'writeFile', 'readdir', 'copyFile'],
      sync: ['openSync', 'readFileSync', 'writeFileSync', 'readdirSync'],
      handle: [],
    },
  };

const [, , code = '', folder = '', everyText = '1'] = process.argv;
const fault = faults[code];
if (!fault) throw new Error(`there is no fault ${code}`);
const trueRm = rmSync;
const trueMkdir = mkdirSync;

let operations = 0;
let failFrom = Number.POSITIVE_INFINITY;

/** As Node makes them: without the path where a write to an open file fails. */
function refuse(syscall: string, place: unknown): void {
  if (++operations < failFrom) return;
  const named = typeof place === 'string' ? { path: place } : {};
  throw Object.assign(new Error(`${code}: ${syscall}`), { code, errno: -1, syscall, ...named });
}

for (const name of fault.sync) {
  const work = (fs as unknown as Named)[name] as Operation;
  (fs as unknown as Named)[name] = (...args) => {
    refuse(name.replace('Sync', ''), args[0]);
    return work(...args);
  };
}
const promises = fs.promises as unknown as Named;
for (const name of fault.promises) {
  const work = promises[name] as Operation;
  promises[name] = async (...args) => {
    refuse(name, args[0]);
    return work(...args);
  };
}
const open = promises.open as (...args: unknown[]) => Promise<FileHandle>;
promises.open = async (...args) => {
  const handle = await open(...args);
  for (const name of fault.handle) {
    const work = (handle as unknown as Named)[name]?.bind(handle) as Operation;
    Object.assign(handle, {
      [name]: async (...given: unknown[]) => {
        refuse(name, undefined);
        return work(...given);
      },
    });
  }
  return handle;
};
syncBuiltinESMExports();

const { resumeRun, startRun } = await import('@allot/runtime');
const { fullPlan, host } = await import('./half-run.js');
const { differingFiles } = await import('../../packages/runtime/test-support/compare-runs.js');

const plan = fullPlan(folder);
const whole = path.join(folder, 'whole');
trueRm(whole, { recursive: true, force: true });
operations = 0;
await startRun({ plan, runDirectory: whole, host });
const total = operations;

const found: string[] = [];
let refused = 0;
for (let at = 1; at <= total; at += Number(everyText)) {
  const problem = await tryAt(at).catch((error: unknown) => String((error as Error).stack));
  if (problem !== undefined) found.push(`${at}: ${problem}`);
}
process.stdout.write(JSON.stringify({ total, refused, faults: found }));

async function tryAt(at: number): Promise<string | undefined> {
  const runDirectory = path.join(folder, 'run');
  failFrom = Number.POSITIVE_INFINITY;
  trueRm(runDirectory, { recursive: true, force: true });
  trueMkdir(runDirectory);
  [operations, failFrom] = [0, at];
  const { status, diagnostics } = await startRun({ plan, runDirectory, host });
  failFrom = Number.POSITIVE_INFINITY;
  const [first] = diagnostics;
  if (status === 'failed') refused++;
  const told = first?.code.startsWith('store/') || first?.message.includes(code);
  if (status === 'failed' && !(told && first?.help)) return `told as ${first?.code} ${first?.message}`;
  const resumed = await resumeRun({ runDirectory, host });
  const never = resumed.diagnostics.some((one) => one.code === 'store/not-a-run');
  const outcome = never ? await startRun({ plan, runDirectory, host }) : resumed;
  if (outcome.status !== 'finished') return `resumed as ${JSON.stringify(outcome)}`;
  const differing = differingFiles(whole, runDirectory);
  return differing.length === 0 ? undefined : `differs in ${differing.join(' ')}`;
}
