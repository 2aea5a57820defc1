// allot export: what it takes, and where it does not write.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from './command.js';
import { tinyYaml } from './definitions.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml, 'a-file': 'mine' });
  await allot(['run', 'tiny.yaml', '--quiet'], { cwd });
});
afterAll(() => removeFolder(cwd));

const run = 'runs/tiny-1';

describe('where it does not write', () => {
  test('over a file, and leaves nothing beside it', async () => {
    const before = await readdir(cwd);
    const { code, stderr } = await allot(['export', run, '--out', 'a-file'], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/export\/folder-in-use\s+a-file is a file\./)]);
    expect([await readFile(join(cwd, 'a-file'), 'utf8'), await readdir(cwd)]).toEqual(['mine', before]);
  });

  test('into a folder that is not empty', async () => {
    const { code, stderr } = await allot(['export', run, '--out', 'runs'], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringContaining('runs is a folder that is not empty.')]);
  });

  test.runIf(existsSync('/proc/self'))('where no folder can be made', async () => {
    for (const out of ['/proc/exported', '/proc/exported/here']) {
      const { code, stderr } = await allot(['export', run, '--out', out], { cwd });
      expect([code, stderr]).toEqual([1, expect.stringContaining(`${out} cannot be written`)]);
    }
  });
});

test('an empty folder is filled', async () => {
  await mkdir(join(cwd, 'empty'));
  const { code } = await allot(['export', run, '--out', 'empty'], { cwd });
  expect([code, await readdir(join(cwd, 'empty'))]).toEqual([0, expect.arrayContaining(['config.json'])]);
});

describe('what is no run', () => {
  test.each([
    ['runs', 'There is neither a run nor a checkpoint in runs.'],
    ['allot:tiny-base', 'allot:tiny-base is a model already'],
    ['model', 'model is a model already'],
  ])('%s', async (path, message) => {
    await mkdir(join(cwd, 'model'), { recursive: true });
    await writeFile(join(cwd, 'model/config.json'), '{}');
    const { code, stderr } = await allot(['export', path, '--out', 'never'], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(existsSync(join(cwd, 'never'))).toBe(false);
  });
});
