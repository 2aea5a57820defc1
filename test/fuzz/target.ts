// What every target of the fuzz shares: a folder of its own, how many cases, and that nothing else is written.
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Counts } from './outcome.js';
import type { Share } from './share.js';

const percent = Number(process.env.ALLOT_FUZZ_PERCENT ?? 0);
const seed = Number(process.env.ALLOT_FUZZ_SEED ?? 1);
const counts = process.env.ALLOT_FUZZ_OUT;

/** Of hours, in full. */
export const patience = { timeout: 6 * 3_600_000 };

/** A folder that goes with the file's tests. */
export function ownFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'allot-fuzz-')));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Cases of the short form, and of `npm run fuzz` in full. */
export const shareOf = (folder: string, few: number, all: number): Share => ({
  folder,
  count: Math.max(few, Math.ceil((all * percent) / 100)),
  seed,
});

/** Expects no fault, and nothing in the folder but what the test has put there; what was counted is kept by `name`. */
export async function expectHarmless(
  name: string,
  trying: Promise<Counts>,
  folder: string,
  own: readonly string[],
): Promise<void> {
  const counted = await trying;
  if (counts !== undefined) {
    mkdirSync(counts, { recursive: true });
    writeFileSync(join(counts, `${name}.json`), JSON.stringify(counted, null, 2));
  }
  expect(counted.faults.slice(0, 5).join('\n\n')).toBe('');
  expect(readdirSync(folder).filter((entry) => !own.includes(entry))).toEqual([]);
}
