import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { openEventLog, readEvents, truncateEvents } from './event-log.js';

const folder = temporaryFolder();
let count = 0;
const newFile = (): string => path.join(folder, `events-${++count}.jsonl`);

const time = '2026-01-01T00:00:00.000Z';
const written = (step: number): RunEvent => ({
  type: 'checkpoint-written',
  time,
  step,
  path: `checkpoints/${step}`,
});
const interrupted = (step: number): RunEvent => ({ type: 'run-interrupted', time, step, signal: 'SIGINT' });

function logOf(events: readonly RunEvent[]): string {
  const file = newFile();
  const log = openEventLog(file);
  for (const event of events) log.append(event);
  log.sync();
  log.close();
  return file;
}

test('events come back in order', async () => {
  const events = [written(0), written(1), interrupted(1)];
  expect(await readEvents(logOf(events))).toEqual([events, []]);
});

test('a torn last line is left out', async () => {
  const file = logOf([written(0)]);
  appendFileSync(file, '{"type":"step-comp');
  expect(await readEvents(file)).toEqual([[written(0)], []]);
});

test('a damaged line in the middle is told of and left out', async () => {
  const file = newFile();
  writeFileSync(file, `${JSON.stringify(written(0))}\n[]\n{"type":\n${JSON.stringify(written(1))}\n`);
  const [events, diagnostics] = await readEvents(file);
  expect(events).toEqual([written(0), written(1)]);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    `Line 2 of ${file} is no event and is left out.`,
    `Line 3 of ${file} is no event and is left out.`,
  ]);
});

test('cutting back keeps the first reproducible events and what tells of the process right after them', async () => {
  const file = logOf([written(0), written(1), interrupted(1), written(2), interrupted(2)]);
  expect(await truncateEvents(file, 2)).toEqual([written(0), written(1), interrupted(1)]);
  expect((await readEvents(file))[0]).toEqual([written(0), written(1), interrupted(1)]);
});

test('cutting back removes a torn line, so that the next event has a line of its own', async () => {
  const file = logOf([written(0)]);
  appendFileSync(file, '{"type":');
  expect(await truncateEvents(file, 1)).toEqual([written(0)]);
  const log = openEventLog(file);
  log.append(written(1));
  log.close();
  expect((await readEvents(file))[0]).toEqual([written(0), written(1)]);
  expect(readFileSync(file, 'utf8').split('\n').length).toBe(3);
});

test('a missing log is an error to read and nothing to cut', async () => {
  const file = newFile();
  expect((await readEvents(file))[1][0]?.code).toBe('store/missing-file');
  expect(await truncateEvents(file, 3)).toEqual([]);
});
