// The README, followed to the letter: its pipeline checks without a word, in an empty folder.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allot, removeFolder, root, temporaryFolder } from './command.js';

let cwd: string;
afterAll(() => removeFolder(cwd));

test('the pipeline of the README has no problems', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, pipeline] = /<!-- pipeline -->\n```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  cwd = await temporaryFolder({ 'pipeline.ts': pipeline ?? '' });
  expect(await allot(['check', 'pipeline.ts', '--format', 'plain'], { cwd })).toMatchObject({
    code: 0,
    stderr: '',
  });
  const { stdout } = await allot(['plan', 'pipeline.ts', '--json'], { cwd });
  expect(JSON.parse(stdout).settings.name).toBe('my-experiment');
});
