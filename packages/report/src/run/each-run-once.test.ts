import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachRunOnce } from './each-run-once.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'allot-runs-'));
  await mkdir(join(home, 'a-1'));
  await mkdir(join(home, 'a-2'));
  await symlink(join(home, 'a-1'), join(home, 'link'));
});
afterAll(() => rm(home, { recursive: true }));

test('the same folder by another path or a link is left out with a warning', async () => {
  const [first, second] = [join(home, 'a-1'), join(home, 'a-2')];
  const [once, again] = await eachRunOnce([first, second, `${second}/../a-1/`, join(home, 'link')]);
  expect(once).toEqual([first, second]);
  expect(again.map(({ code, severity }) => [code, severity])).toEqual([
    ['report/same-run', 'warning'],
    ['report/same-run', 'warning'],
  ]);
});

test('a folder that is not there is left to whoever reads it', async () => {
  const [once, again] = await eachRunOnce([join(home, 'gone'), join(home, 'gone'), join(home, 'a-1')]);
  expect(once).toEqual([join(home, 'gone'), join(home, 'a-1')]);
  expect(again).toHaveLength(1);
});
