// `allot grade` as users run it.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, allotInShell, removeFolder, temporaryFolder } from './command.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
});
afterAll(() => removeFolder(cwd));

const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

test('a compressed file is read, and a damaged one refused', async () => {
  const rows = gzipSync('{"gold": "7", "pred": "7"}\n');
  await writeFile(join(cwd, 'rows.jsonl.gz'), rows);
  await writeFile(join(cwd, 'cut.jsonl.gz'), rows.subarray(0, 20));
  const { stdout } = await allot(['grade', 'rows.jsonl.gz'], { cwd });
  expect(stdout).toBe('{"gold": "7", "pred": "7", "correct": true, "reason": "same-text"}\n');
  const cut = await allot(['grade', 'cut.jsonl.gz'], { cwd });
  expect(cut.code).toBe(1);
  expect(cut.stderr).toContain('dataset/damaged-file');
});

test('rows come back in order with their grades, other fields as they were', async () => {
  const input = [
    '{"gold": "1/2", "pred": "so it is \\\\boxed{0.5}", "id": 1.50}',
    '',
    '{"pred":"#### 1,000","n":[1,2],"gold":1000}',
    '{"gold": ["0.01", "0.02"], "pred": 0.02, "correct": "?"}',
    '{"gold": "x = 3", "pred": "$x = -3$"}',
    '{"gold": "7", "pred": ""}',
    '{"gold": 12345678901234567891, "pred": "12345678901234567891"}',
  ].join('\n');
  const { code, stdout, stderr } = await allot(['grade', '-'], { cwd, input });
  expect(lines(stdout)).toEqual([
    '{"gold": "1/2", "pred": "so it is \\\\boxed{0.5}", "id": 1.50, "correct": true, "reason": "same-value"}',
    '{"pred":"#### 1,000","n":[1,2],"gold":1000,"correct":true,"reason":"same-value"}',
    '{"gold": ["0.01", "0.02"], "pred": 0.02, "correct": true, "reason": "same-text"}',
    '{"gold": "x = 3", "pred": "$x = -3$", "correct": false, "reason": "different"}',
    '{"gold": "7", "pred": "", "correct": false, "reason": "no-answer"}',
    '{"gold": 12345678901234567891, "pred": "12345678901234567891", "correct": true, "reason": "same-text"}',
  ]);
  expect(stderr).toBe('6 rows: 4 correct (66.7%, 95% interval 30.0% to 90.3%); 1 without an answer\n');
  expect(code).toBe(0);
});

test('a tolerance is a share of the gold answer; --quiet leaves the summary out', async () => {
  const input = '{"gold": 200, "pred": 201}\n{"gold": 200, "pred": 204}';
  const { stdout, stderr } = await allot(['grade', '-', '--tolerance', '0.01', '-q'], { cwd, input });
  expect(lines(stdout).map((line) => (JSON.parse(line) as { correct: boolean }).correct)).toEqual([
    true,
    false,
  ]);
  expect(stderr).toBe('');
});

describe('a row that cannot be read is told with its place, after the rows before it', () => {
  test.each([
    ['no JSON', '{"gold": 7 "pred": 7}', 'grade/bad-json', 'cases.jsonl:2:12'],
    ['a list', '[7, 7]', 'grade/bad-json', 'cases.jsonl:2:1'],
    ['another name', '{"gold": "7", "prediction": "7"}', 'grade/missing-field', 'Is it "prediction"?'],
    ['a slip', '{"gould": "7", "pred": "7"}', 'grade/missing-field', 'Is it "gould"?'],
    ['an object', '{"gold": "7", "pred": {"answer": 7}}', 'grade/wrong-type', 'cases.jsonl:2:23'],
    ['no gold answer', '{"gold": [], "pred": "7"}', 'grade/wrong-type', 'an empty list'],
  ])('%s', async (_, row, errorCode, words) => {
    await writeFile(join(cwd, 'cases.jsonl'), `{"gold": 1, "pred": 1}\n${row}\n`);
    const { code, stdout, stderr } = await allot(['grade', 'cases.jsonl'], { cwd });
    expect(lines(stdout)).toEqual(['{"gold": 1, "pred": 1, "correct": true, "reason": "same-text"}']);
    expect(stderr).toContain(errorCode);
    expect(stderr).toContain(words);
    expect(code).toBe(1);
  });

  test.each([
    ['no file', ['grade', 'nothing.jsonl'], 'there is no such file'],
    ['a folder', ['grade', '.'], 'it is a folder'],
    ['an empty file', ['grade', '/dev/null'], 'There are no rows'],
  ])('%s', async (_, arguments_, words) => {
    const { code, stdout, stderr } = await allot(arguments_, { cwd });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(words);
  });
});

test('rows without end are graded as long as somebody reads', async () => {
  const endless = `yes '{"gold": 1, "pred": 1}' | "$@" | head -n 1`;
  const { code, stdout, stderr } = await allotInShell(endless, ['grade', '-'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(lines(stdout)).toEqual(['{"gold": 1, "pred": 1, "correct": true, "reason": "same-text"}']);
});

test('hostile answers are wrong in bounded time and memory, and the rows around them are graded', async () => {
  const file = createWriteStream(join(cwd, 'hostile.jsonl'));
  const row = (pred: string) => file.write(`{"gold": "\\\\sqrt{2}", "pred": "${pred}"}\n`);
  row('$\\\\frac{2}{\\\\sqrt2}$');
  row('9^{9^{9^{9^9}}}');
  row('('.repeat(100_000));
  row('99999999!');
  row(`\\\\boxed{${'\\\\frac{1}{'.repeat(5000)}`);
  file.write('{"id": "long", "gold": "7", "pred": "');
  const megabyte = '7'.repeat(2 ** 20);
  for (let written = 0; written < 300; written++) if (!file.write(megabyte)) await once(file, 'drain');
  file.write('", "note": "kept"}\n');
  file.write(`${'7'.repeat(70 * 2 ** 20)}\n`);
  row('$\\\\frac{2}{\\\\sqrt2}$');
  file.end();
  await finished(file);
  const { code, stdout, stderr } = await allot(['grade', 'hostile.jsonl'], {
    cwd,
    env: { NODE_OPTIONS: '--max-old-space-size=256' },
  });
  const grades = lines(stdout).map((line) => JSON.parse(line) as { correct: boolean; reason: string });
  expect(grades.map(({ correct }) => correct)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(grades[5]).toMatchObject({
    id: 'long',
    gold: '7',
    note: 'kept',
    correct: false,
    reason: 'too-long',
  });
  expect(grades[6]).toEqual({ line: 7, correct: false, reason: 'too-long' });
  expect(stderr).toContain('grade/line-too-long');
  expect(code).toBe(0);
});
