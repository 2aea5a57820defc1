import { appendFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@allot/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { readEvents, truncateEvents } from './event-log.js';
import { type EventFollower, followEvents } from './follow-events.js';

const folder = temporaryFolder();
let count = 0;
const newFile = (): string => path.join(folder, `events-${++count}.jsonl`);

let clock = 0;
/** An event as it is written now: no two are alike. */
const lineOf = (step: number): string => {
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, clock++)).toISOString();
  const event: RunEvent = { type: 'checkpoint-written', time, step, path: `checkpoints/${step}` };
  return `${JSON.stringify(event)}\n`;
};

async function stepsOf(follower: EventFollower): Promise<number[]> {
  const [followed] = await follower.read();
  return (followed?.events ?? []).map(({ step }) => step);
}

test('a log is followed from before its beginning', async () => {
  const file = newFile();
  const follower = followEvents(file);
  expect(await follower.read()).toEqual([{ events: [], version: 0 }, []]);
  writeFileSync(file, lineOf(0) + lineOf(1));
  expect(await stepsOf(follower)).toEqual([0, 1]);
  appendFileSync(file, lineOf(2));
  expect(await stepsOf(follower)).toEqual([0, 1, 2]);
});

test('a line counts when it is whole', async () => {
  const file = newFile();
  const follower = followEvents(file);
  const line = lineOf(1);
  writeFileSync(file, lineOf(0) + line.slice(0, 30));
  expect(await stepsOf(follower)).toEqual([0]);
  appendFileSync(file, line.slice(30));
  expect(await stepsOf(follower)).toEqual([0, 1]);
});

test('the version changes with the events alone', async () => {
  const file = newFile();
  const follower = followEvents(file);
  const version = async () => (await follower.read())[0]?.version;
  writeFileSync(file, lineOf(0));
  const first = await version();
  expect(await version()).toBe(first);
  appendFileSync(file, lineOf(1));
  expect(await version()).not.toBe(first);
});

test('a resume cuts the log back, and what it writes anew takes the place of what was there', async () => {
  const file = newFile();
  const follower = followEvents(file);
  writeFileSync(file, [0, 1, 2, 3].map(lineOf).join(''));
  expect(await stepsOf(follower)).toEqual([0, 1, 2, 3]);
  await truncateEvents(file, 2);
  expect(await stepsOf(follower)).toEqual([0, 1]);
  appendFileSync(file, lineOf(2));
  expect(await stepsOf(follower)).toEqual([0, 1, 2]);
});

test('a log that was cut back and grew past the place where it was read is read anew', async () => {
  const file = newFile();
  const follower = followEvents(file);
  writeFileSync(file, [0, 1, 2].map(lineOf).join(''));
  await follower.read();
  await truncateEvents(file, 1);
  appendFileSync(file, [11, 12, 13, 14].map(lineOf).join(''));
  expect(await stepsOf(follower)).toEqual([0, 11, 12, 13, 14]);
});

test('a log that is removed has no events', async () => {
  const file = newFile();
  const follower = followEvents(file);
  writeFileSync(file, lineOf(0));
  await follower.read();
  rmSync(file);
  expect(await stepsOf(follower)).toEqual([]);
});

test('a log that cannot be read is said', async () => {
  const [followed, diagnostics] = await followEvents(folder).read();
  expect(followed).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['store/unreadable']);
});

test('whatever is written and cut, and whenever it is read, the events are those of the log', async () => {
  const change = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), lines: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('torn' as const), bytes: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('cut' as const), keep: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('read' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
      const file = newFile();
      writeFileSync(file, '');
      const follower = followEvents(file);
      for (const one of changes) {
        if (one.kind === 'append')
          appendFileSync(file, Array.from({ length: one.lines }, (_, n) => lineOf(n)).join(''));
        if (one.kind === 'torn') appendFileSync(file, lineOf(7).slice(0, one.bytes));
        if (one.kind === 'cut') truncateSync(file, Math.floor(one.keep * statSync(file).size));
        if (one.kind === 'read') await follower.read();
      }
      const [followed] = await follower.read();
      const [whole] = await readEvents(file);
      expect(followed?.events).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});
