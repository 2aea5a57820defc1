// allot init: a folder in which check, plan and the editor work at once.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, command, type Ended, removeFolder, root, temporaryFolder } from './command.js';

let cwd: string;
let folder: string;
let made: Ended;
beforeAll(async () => {
  cwd = await temporaryFolder();
  folder = join(cwd, 'My Experiment');
  made = await allot(['init', 'My Experiment'], { cwd });
});
afterAll(() => removeFolder(cwd));

test('says which files it made and what to do next', () => {
  expect(made.stdout).toContain('My Experiment/pipeline.ts\n');
  expect(made.stderr).toContain('npm install');
  expect(made.code).toBe(0);
});

test('pipeline.ts and pipeline.yaml have the two warnings of HBPO and the same plan key', async () => {
  const [typescript, yaml] = await Promise.all(
    ['pipeline.ts', 'pipeline.yaml'].map((file) => allot(['plan', file, '--json'], { cwd: folder })),
  );
  for (const ended of [typescript, yaml]) expect(ended?.stderr).toMatch(/\n\n2 warnings\n$/);
  const keys = [typescript, yaml].map((ended) => (JSON.parse(ended?.stdout ?? '') as { key: string }).key);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(keys[1]).toBe(keys[0]);
});

test("an editor's TypeScript knows the package before anything is installed", async () => {
  const tsc = join(root, 'node_modules/typescript/lib/tsc.js');
  const check = () => command(process.execPath, [tsc, '-p', '.'], { cwd: folder });
  expect(await check()).toEqual({ code: 0, stdout: '', stderr: '' });
  const file = join(folder, 'mistaken.ts');
  const pipeline = await readFile(join(folder, 'pipeline.ts'), 'utf8');
  await writeFile(file, pipeline.replace("dataset: 'train'", "dataset: 'trian'"));
  expect((await check()).stdout).toMatch(
    /mistaken\.ts.*'"trian"' is not assignable to type '"train" \| "test"'/,
  );
  await rm(file);
});

test('the name of the folder names the experiment', async () => {
  const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string };
  expect(name).toBe('my-experiment');
});

test('done again, it says that all is there', async () => {
  const other = await temporaryFolder();
  await allot(['init', 'again'], { cwd: other });
  const { code, stdout, stderr } = await allot(['init', 'again'], { cwd: other });
  expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('Nothing was written')]);
  await writeFile(join(other, 'again/pipeline.ts'), 'mine');
  expect((await allot(['init', 'again'], { cwd: other })).code).toBe(1);
  await removeFolder(other);
});

test('an existing file is never replaced, and nothing else is written', async () => {
  const other = await temporaryFolder();
  await writeFile(join(other, 'pipeline.ts'), 'mine');
  const { code, stderr } = await allot(['init'], { cwd: other });
  expect(code).toBe(1);
  expect(stderr).toContain('init/would-overwrite');
  expect(stderr).toContain('pipeline.ts');
  expect(await readdir(other)).toEqual(['pipeline.ts']);
  expect(await readFile(join(other, 'pipeline.ts'), 'utf8')).toBe('mine');
  await removeFolder(other);
});
