// allot track, and runs that are tracked while they go on.
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, type Ended, removeFolder, temporaryFolder } from './command.js';
import { tinyYaml } from './definitions.js';

/** Address of a server that was closed. */
let deadServer: string;
let cwd: string;
let ended: Ended;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  deadServer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  const flags = ['--quiet', '--tensorboard', 'board', '--mlflow', deadServer];
  ended = await allot(['run', 'tiny.yaml', ...flags], { cwd });
});
afterAll(() => removeFolder(cwd));

test('a server that is down does not harm the run, and is told at its end', () => {
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('Report: runs/tiny-1/report.html');
  expect(ended.stderr).toContain('warning track/unreachable');
  expect(ended.stderr).toContain('allot track runs/tiny-1');
});

test('the other tool has the run', async () => {
  expect(await readdir(join(cwd, 'board/tiny-1'))).toHaveLength(1);
});

test('allot track prints where the runs went', async () => {
  const { code, stdout } = await allot(['track', 'runs/tiny-1', '--tensorboard', 'later'], { cwd });
  expect([code, stdout]).toEqual([0, 'later/tiny-1\n']);
});

test('another run of the same name does not go into its folder', async () => {
  await allot(['run', 'tiny.yaml', '--quiet', '--run-dir', 'other/tiny-1'], { cwd });
  const before = await readdir(join(cwd, 'board/tiny-1'));
  const refused = await allot(['track', 'other/tiny-1', '--tensorboard', 'board'], { cwd });
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('error track/other-run')]);
  expect(await readdir(join(cwd, 'board/tiny-1'))).toEqual(before);
  const again = await allot(['track', 'runs/tiny-1', '--tensorboard', 'board'], { cwd });
  expect([again.code, await readdir(join(cwd, 'board/tiny-1'))]).toEqual([0, [expect.any(String)]]);
});

describe('what is wrong', () => {
  test.each([
    ['track/nowhere', ['track', 'runs/tiny-1']],
    ['track/idle-flag', ['track', 'runs/tiny-1', '--tensorboard', 'board', '--experiment', 'mine']],
    ['track/idle-flag', ['track', 'runs/tiny-1', '--tensorboard', 'board', '--python', 'python3']],
    ['track/bad-address', ['run', 'tiny.yaml', '--mlflow', 'mlruns']],
    ['track/blocked-port', ['track', 'runs/tiny-1', '--mlflow', 'http://127.0.0.1:1']],
    ['track/no-python', ['track', 'runs/tiny-1', '--wandb', 'tracked', '--python', './tiny.yaml']],
    ['track/same-name', ['track', 'runs/tiny-1', 'board/tiny-1', '--tensorboard', 'board']],
    ['store/not-a-run', ['track', 'board', '--tensorboard', 'board']],
    ['store/unwritable', ['track', 'runs/tiny-1', '--tensorboard', 'tiny.yaml']],
  ])('%s', async (code, arguments_) => {
    const answer = await allot(arguments_, { cwd });
    expect(answer.stderr).toContain(`error ${code}`);
    expect(answer.code).toBe(1);
  });
});
