import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FollowedLines, followLines, linesIn } from './follow-lines.js';

const readAll = async (lines: FollowedLines, accept: boolean): Promise<string[]> => {
  const read: string[] = [];
  for await (const line of lines.read()) {
    read.push(line);
    if (accept) lines.accept();
  }
  return read;
};

test('only whole lines are read, each until it is accepted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'allot-lines-'));
  const file = join(folder, 'metrics.jsonl');
  const lines = followLines(file);
  expect(await readAll(lines, true)).toEqual([]);
  await appendFile(file, 'öne\ntwo\nthr');
  expect(await readAll(lines, false)).toEqual(['öne', 'two']);
  expect(await readAll(lines, true)).toEqual(['öne', 'two']);
  await appendFile(file, 'ee\n');
  expect(await readAll(lines, true)).toEqual(['three']);
  expect(await readAll(lines, true)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('lines of a whole file, with or without a newline at its end', () => {
  for (const text of ['a\n\nbü\nc', 'a\nbü\nc\n'])
    expect([...linesIn(Buffer.from(text))]).toEqual(['a', 'bü', 'c']);
});
