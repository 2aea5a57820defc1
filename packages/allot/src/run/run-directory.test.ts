import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimRunDirectory, nextRunDirectory } from './run-directory.js';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'allot-runs-'));
});
afterEach(() => rm(parent, { recursive: true }));

test('counts on from the greatest number of the same name', async () => {
  expect(await nextRunDirectory(join(parent, 'absent'), 'a')).toBe(join(parent, 'absent', 'a-1'));
  for (const name of ['a-2', 'a-10', 'a-x', 'b-20', 'a-b-30']) await mkdir(join(parent, name));
  expect(await nextRunDirectory(parent, 'a')).toBe(join(parent, 'a-11'));
});

test('runs that start together never share a folder', async () => {
  const claimed = await Promise.all(Array.from({ length: 8 }, () => claimRunDirectory(parent, 'a')));
  expect(new Set(claimed).size).toBe(8);
  expect((await readdir(parent)).length).toBe(8);
});
