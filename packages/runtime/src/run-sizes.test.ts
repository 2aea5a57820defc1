import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepSizes, readSizes } from './run-sizes.js';

const run = mkdtempSync(join(tmpdir(), 'allot-sizes-'));
afterAll(() => rmSync(run, { recursive: true }));

test('a run keeps the sizes that it picked first on each device', async () => {
  const [first, later] = [1024, 2048].map((tokens) => ({ tokensPerMicrobatch: tokens, cacheTokens: 8192 }));
  if (!first || !later) throw new Error('two sizes');
  expect(await readSizes(run, 'cuda')).toBeUndefined();
  await keepSizes(run, 'cuda', first);
  await keepSizes(run, 'cuda', later);
  await keepSizes(run, 'cpu', later);
  expect([await readSizes(run, 'cuda'), await readSizes(run, 'cpu')]).toEqual([first, later]);
});
