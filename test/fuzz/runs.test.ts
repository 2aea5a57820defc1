// Hostile run folders.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allot, writeFiles } from '../e2e/command.js';
import { tinyYaml } from '../e2e/definitions.js';
import { expectHarmless, ownFolder, patience, shareOf } from './target.js';
import { tryRunFolders } from './try-run-folders.js';

const folder = ownFolder();

test('run folders', patience, async () => {
  await writeFiles(folder, { 'tiny.yaml': tinyYaml });
  const { code } = await allot(['run', 'tiny.yaml', '--run-dir', 'run', '--quiet'], { cwd: folder });
  expect(code).toBe(0);
  const trying = tryRunFolders(join(folder, 'run'), shareOf(folder, 60, 3000));
  await expectHarmless('5-runs', trying, folder, ['tiny.yaml', 'run', 'runs']);
});
