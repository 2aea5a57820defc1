// Two processes on one run: the second is refused with the name of the first, which is not disturbed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockOwner } from '@allot/store';
import { afterAll, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { allot, removeFolder, temporaryFolder } from '../e2e/command.js';
import { tinyYaml } from '../e2e/definitions.js';

let folder = '';
afterAll(() => removeFolder(folder));

test('a run that goes on is not resumed, staged or started by anybody else', async () => {
  folder = await temporaryFolder({ 'tiny.yaml': tinyYaml.replace('steps: 2', 'steps: 20') });
  const cwd = folder;
  const start = (run: string) => ['run', 'tiny.yaml', '--run-dir', run, '--quiet'];
  expect(await allot(start('whole'), { cwd })).toMatchObject({ code: 0 });
  const first = allot(start('run'), { cwd });
  while (!existsSync(join(cwd, 'run', 'steps', '000001')))
    await new Promise((resolve) => setTimeout(resolve, 20));
  // It stands still while the others try.
  const { pid } = JSON.parse(readFileSync(join(cwd, 'run', 'lock'), 'utf8')) as LockOwner;
  process.kill(pid, 'SIGSTOP');
  const others = await Promise.all([
    allot(['resume', 'run'], { cwd }),
    allot(['stage', 'score', '--run', 'run', '--step', '1'], { cwd }),
    allot(start('run'), { cwd }),
  ]);
  process.kill(pid, 'SIGCONT');
  expect(others.map(({ code }) => code)).toEqual([1, 1, 1]);
  expect(others.map(({ stderr }) => /store\/(?:locked|run-exists)/.test(stderr))).toEqual([true, true, true]);
  expect(await first).toMatchObject({ code: 0 });
  expect(existsSync(join(cwd, 'run', 'lock'))).toBe(false);
  expect(differingFiles(join(cwd, 'whole'), join(cwd, 'run'))).toEqual([]);
});
