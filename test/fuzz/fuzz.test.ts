// Hostile input is refused with a place or taken; nothing is thrown, hangs, or is written. `npm run fuzz` tries it at length.
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allot, writeFiles } from '../e2e/command.js';
import { tinyYaml } from '../e2e/definitions.js';
import { type Counts, printCounts } from './outcome.js';
import { tryDefinitions } from './try-definitions.js';
import { tryModelFiles } from './try-model-files.js';
import { tryRows } from './try-rows.js';
import { tryRunFolders } from './try-run-folders.js';

const scale = Number(process.env.ALLOT_FUZZ_SCALE ?? 1);
const seed = Number(process.env.ALLOT_FUZZ_SEED ?? 1);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'allot-fuzz-')));
const counted: Counts[] = [];

afterAll(() => {
  rmSync(folder, { recursive: true });
  if (scale > 1) console.log(printCounts(counted));
});

/** The first faults, or nothing; what is counted is written at once, so that an end in the middle loses nothing. */
async function faultsOf(trying: Promise<Counts>): Promise<string> {
  const counts = await trying;
  counted.push(counts);
  if (process.env.ALLOT_FUZZ_OUT) writeFileSync(process.env.ALLOT_FUZZ_OUT, JSON.stringify(counted, null, 2));
  return counts.faults.slice(0, 5).join('\n\n');
}

/** Cases of the short form, a second or less of work each; `npm run fuzz` multiplies them. */
const share = (count: number) => ({ folder, count: Math.ceil(count * scale), seed });
const patience = { timeout: 6 * 3_600_000 };

test('definitions in YAML', patience, async () => {
  expect(await faultsOf(tryDefinitions('.yaml', share(60)))).toBe('');
});

test('definitions in TypeScript', patience, async () => {
  expect(await faultsOf(tryDefinitions('.ts', share(4)))).toBe('');
});

test('rows of datasets', patience, async () => {
  expect(await faultsOf(tryRows(share(100)))).toBe('');
});

test('model folders', patience, async () => {
  expect(await faultsOf(tryModelFiles(share(60)))).toBe('');
});

test('run folders', patience, async () => {
  await writeFiles(folder, { 'tiny.yaml': tinyYaml });
  const { code } = await allot(['run', 'tiny.yaml', '--run-dir', 'run', '--quiet'], { cwd: folder });
  expect(code).toBe(0);
  expect(await faultsOf(tryRunFolders(join(folder, 'run'), share(100)))).toBe('');
});

test('nothing was written but by the tests themselves', () => {
  const known = ['pipelines', 'tiny.yaml', 'rows', 'model', 'run', 'runs'];
  expect(readdirSync(folder).filter((name) => !known.includes(name))).toEqual([]);
});
