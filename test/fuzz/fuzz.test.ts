// Hostile input is refused with a place or taken; nothing is thrown, hangs, or is written. `npm run fuzz` tries it at length.
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Counts, printCounts } from './outcome.js';
import { tryDefinitions } from './try-definitions.js';

const scale = Number(process.env.ALLOT_FUZZ_SCALE ?? 1);
const seed = Number(process.env.ALLOT_FUZZ_SEED ?? 1);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'allot-fuzz-')));
const counted: Counts[] = [];

afterAll(() => {
  rmSync(folder, { recursive: true });
  if (process.env.ALLOT_FUZZ_OUT) writeFileSync(process.env.ALLOT_FUZZ_OUT, JSON.stringify(counted, null, 2));
  if (scale > 1) console.log(printCounts(counted));
});

async function expectHarmless(trying: Promise<Counts>): Promise<void> {
  const counts = await trying;
  counted.push(counts);
  expect(counts.faults.slice(0, 5).join('\n\n')).toBe('');
}

const yaml = 400;
const typescript = 6;

test('definitions in YAML', { timeout: 4 * 3600_000 }, () =>
  expectHarmless(tryDefinitions('.yaml', { folder, count: yaml * scale, seed })),
);
test('definitions in TypeScript', { timeout: 4 * 3600_000 }, () =>
  expectHarmless(tryDefinitions('.ts', { folder, count: typescript * scale, seed })),
);

test('nothing was written', () => {
  expect(readdirSync(folder)).toEqual(['pipelines']);
});
