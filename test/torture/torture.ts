// The torture of a run: once undisturbed, then case after case against that.
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.js';
import { live, type Place } from './lives.js';
import { type Tried, tryCase, type WholeRun } from './torture-case.js';

const definitions = fileURLToPath(new URL('./definitions', import.meta.url));

/** Lets a run go from its start to its end, in a folder with a copy of the definitions. The folder must be a real path. */
export async function runWhole(folder: string, name: string): Promise<WholeRun> {
  const cwd = path.join(folder, 'definitions');
  cpSync(definitions, cwd, { recursive: true });
  const place: Place = { cwd, definition: `${name}.yaml`, run: path.join(cwd, `${name}-whole`) };
  const log = path.join(cwd, `${name}-changes.txt`);
  let last = await live(place, { log });
  let { seconds } = last;
  while (last.code === 4 || last.command === 'approve') {
    last = await live(place);
    seconds += last.seconds;
  }
  if (last.code !== 0) throw new Error(`the undisturbed run failed:\n${last.stderr}`);
  const changes = readFileSync(log, 'utf8').trimEnd().split('\n').length;
  return { place, changes, seconds };
}

/** Tries a case; the folder of one that fails is kept. */
export async function torture(whole: WholeRun, one: Case, folder: string): Promise<Tried> {
  const own = path.join(folder, 'cases', one.id);
  mkdirSync(own, { recursive: true });
  const tried = await tryCase(whole, one, own);
  if (tried.failure === undefined) rmSync(own, { recursive: true, force: true });
  return tried.failure === undefined
    ? tried
    : { ...tried, failure: `${tried.failure}\nIts folder is ${own}.` };
}
