// The command itself on a disk that takes no file of more than some kilobytes (`ulimit -f`), at the start and in the middle.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { allot, allotInShell, removeFolder, temporaryFolder } from '../e2e/command.js';
import { tinyYaml } from '../e2e/definitions.js';
import { allotIn } from '../resume/kill.js';

let folder = '';
afterAll(() => removeFolder(folder));

const limited = 'ulimit -f 4; exec "$@"';

test('a full disk ends the command with what to do, and the same command or a resume goes on', async () => {
  folder = await temporaryFolder({ 'tiny.yaml': tinyYaml.replace('steps: 2', 'steps: 4') });
  const cwd = folder;
  const start = (run: string) => ['run', 'tiny.yaml', '--run-dir', run, '--quiet'];
  expect(await allot(start('whole'), { cwd })).toMatchObject({ code: 0 });

  const full = await allotInShell(limited, start('run'), { cwd });
  expect(full.code).toBe(1);
  expect(full.stderr).toContain('store/disk-full');
  expect(full.stderr).toContain('Free some space');
  expect(existsSync(join(cwd, 'run', 'run.json'))).toBe(false);

  const killed = await allotIn(cwd)(start('run'), join(cwd, 'run', 'steps', '000002'));
  expect(killed).toBe('SIGKILL');
  const again = await allotInShell(limited, ['resume', 'run', '--quiet'], { cwd });
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('store/disk-full') as string });
  expect(await allot(['resume', 'run', '--quiet'], { cwd })).toMatchObject({ code: 0 });
  expect(differingFiles(join(cwd, 'whole'), join(cwd, 'run'))).toEqual([]);
});
