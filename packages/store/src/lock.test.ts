import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { fileDiagnostic } from './file-errors.js';
import { acquireLock, lockOwner } from './lock.js';

const folder = temporaryFolder();
let count = 0;

function newRun(lock?: object | string): { run: string; file: string } {
  const run = path.join(folder, `run-${++count}`);
  mkdirSync(run);
  const file = path.join(run, 'lock');
  if (lock !== undefined) writeFileSync(file, typeof lock === 'string' ? lock : JSON.stringify(lock));
  return { run, file };
}

const endedProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

test('a second owner is refused until the first lets go', () => {
  const { run, file } = newRun();
  const [first] = acquireLock(run);
  const [second, diagnostics] = acquireLock(run);
  expect(second).toBeUndefined();
  expect(diagnostics[0]?.message).toBe(
    `The run in ${run} is in use by process ${process.pid} on ${hostname()}.`,
  );
  expect(lockOwner(run)?.pid).toBe(process.pid);
  first?.release();
  expect(existsSync(file)).toBe(false);
  expect(lockOwner(run)).toBeUndefined();
  expect(acquireLock(run)[0]).toBeDefined();
});

test('the lock of an ended process is taken over', () => {
  const { run, file } = newRun({ pid: endedProcess(), host: hostname() });
  expect(lockOwner(run)).toBeUndefined();
  expect(acquireLock(run)[0]).toBeDefined();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
});

test('a stale lock that a killed process had moved away is removed, that of a living one is left', () => {
  const { run, file } = newRun();
  const [ended, living] = [`${file}.stale-${endedProcess()}`, `${file}.stale-${process.pid}`];
  for (const aside of [ended, living]) writeFileSync(aside, '');
  acquireLock(run);
  expect([existsSync(ended), existsSync(living)]).toEqual([false, true]);
});

test.runIf(process.platform === 'linux')(
  'a process that only has the number of the owner is not the owner',
  () => {
    const { run } = newRun({ pid: process.pid, host: hostname(), started: '1' });
    expect(acquireLock(run)[0]).toBeDefined();
  },
);

test('the lock of another machine is respected', () => {
  const { run } = newRun({ pid: endedProcess(), host: 'elsewhere' });
  const [lock, diagnostics] = acquireLock(run);
  expect(lock).toBeUndefined();
  expect(diagnostics[0]?.help).toContain('delete');
});

test('a lock that is just being written is respected, an old torn one is not', () => {
  const { run, file } = newRun('');
  expect(acquireLock(run)[1][0]).toMatchObject({
    code: 'store/lock-changing',
    message: expect.stringContaining(file),
    help: expect.stringContaining('in 5 seconds'),
  });
  utimesSync(file, 1, 1);
  expect(acquireLock(run)[0]).toBeDefined();
});

test.each([
  'junk',
  'null',
  '7',
  '{"pid": 0, "host": "here"}',
  `{"pid": -1, "host": "${hostname()}"}`,
  '{"pid": 1.5, "host": "here"}',
  '{"pid": 1e99, "host": "here"}',
  '{"pid": 12}',
])('a lock that says %j names nobody', (content) => {
  const { run, file } = newRun(content);
  expect(lockOwner(run)).toBeUndefined();
  expect(acquireLock(run)[1][0]?.code).toBe('store/lock-changing');
  utimesSync(file, 1, 1);
  expect(acquireLock(run)[0]).toBeDefined();
});

test('a folder in the place of a lock is named where it is in the way, and nobody for who only looks on', () => {
  const { run, file } = newRun();
  mkdirSync(file);
  expect(lockOwner(run)).toBeUndefined();
  let thrown: unknown;
  try {
    acquireLock(run);
  } catch (error) {
    thrown = error;
  }
  expect(fileDiagnostic(thrown)).toMatchObject({
    code: 'store/unwritable',
    message: expect.stringContaining(file),
  });
});

test('a torn lock from before the clock was set back is old too', () => {
  const { run, file } = newRun('');
  const inAnHour = Date.now() / 1000 + 3600;
  utimesSync(file, inAnHour, inAnHour);
  expect(acquireLock(run)[0]).toBeDefined();
});

test('a lock of this process that it does not hold any more is taken over', () => {
  const { run } = newRun({ pid: process.pid, host: hostname() });
  expect(lockOwner(run)).toBeUndefined();
  expect(acquireLock(run)[0]).toBeDefined();
});

test('a lock is held through every link to its folder', () => {
  const { run } = newRun();
  const [lock] = acquireLock(run);
  const link = `${run}-link`;
  symlinkSync(run, link);
  expect(acquireLock(link)[1][0]?.code).toBe('store/locked');
  lock?.release();
  expect(acquireLock(link)[0]).toBeDefined();
});

test('releasing leaves a lock that someone else has taken meanwhile', () => {
  const { run, file } = newRun();
  const [lock] = acquireLock(run);
  writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere' }));
  lock?.release();
  expect(existsSync(file)).toBe(true);
});
