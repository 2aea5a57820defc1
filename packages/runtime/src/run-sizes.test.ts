import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

test.each(['', '[]', '{"cuda": 3}', '{"cuda": {"tokensPerMicrobatch": 1024}}'])(
  'sizes that are not those that were written are refused: %s',
  async (text) => {
    const file = join(run, 'sizes.json');
    writeFileSync(file, text);
    await expect(readSizes(run, 'cuda')).rejects.toMatchObject({
      diagnostics: [{ code: 'run/damaged-sizes', message: expect.stringContaining(file) as string }],
    });
  },
);
