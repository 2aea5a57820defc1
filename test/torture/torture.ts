// The torture: undisturbed runs, then every case against them.
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.js';
import { live, type Place } from './lives.js';
import { type Tried, tryCase, type WholeRun } from './torture-case.js';

const definitions = fileURLToPath(new URL('./runs', import.meta.url));

/** The definitions that are run. */
export const runNames = ['refilled', 'judged'] as const;

/** Lets a run go from its start to its end, in a folder with a copy of the definitions. */
export async function runWhole(folder: string, name: string): Promise<WholeRun> {
  const cwd = path.join(realpathSync(folder), 'definitions');
  cpSync(definitions, cwd, { recursive: true });
  const place: Place = { cwd, definition: `${name}.yaml`, run: path.join(cwd, `${name}-whole`) };
  const log = path.join(cwd, `${name}-changes.txt`);
  const first = await live(place, { log });
  let [last, seconds] = [first, first.seconds];
  while (last.code === 4 || last.command === 'approve') {
    last = await live(place);
    seconds += last.seconds;
  }
  if (last.code !== 0) throw new Error(`the undisturbed run failed:\n${last.stderr}`);
  const changes = readFileSync(log, 'utf8').trimEnd().split('\n').length;
  return { place, changes, seconds };
}

/** Tries cases one after the other; the folders of those that fail are kept. */
export async function tryCases(
  whole: WholeRun,
  cases: readonly Case[],
  folder: string,
  onTried: (tried: Tried) => void = () => undefined,
): Promise<readonly Tried[]> {
  const all: Tried[] = [];
  for (const one of cases) {
    const own = path.join(realpathSync(folder), 'cases', one.id);
    mkdirSync(own, { recursive: true });
    const tried = await tryCase(whole, one, own);
    if (tried.failure === undefined) rmSync(own, { recursive: true, force: true });
    all.push(tried);
    onTried(tried);
  }
  return all;
}
