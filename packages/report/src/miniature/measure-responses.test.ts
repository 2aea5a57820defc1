import { expect, test } from 'vitest';
import { between, type MeasuredRow, measureCell, measureWork } from './measure-responses.js';

const row = (difficulty: number, correct: boolean, tokens: number, text = ''): MeasuredRow => ({
  difficulty,
  correct,
  tokens,
  thinkingTokens: tokens - 3,
  text,
});

test('a cell has the mean of each seed, and errors over problems whose seeds are averaged', () => {
  const cell = measureCell([
    [row(2, true, 10), row(3, false, 20)],
    [row(2, true, 14), row(3, true, 20)],
  ]);
  expect(cell.problems).toBe(2);
  expect(cell.accuracy.seeds).toEqual([0.5, 1]);
  expect(cell.tokens.seeds).toEqual([15, 17]);
  // Problems have 12 and 20 tokens: deviation 4 * sqrt(2), of two.
  expect(cell.tokens.error).toBeCloseTo(4, 12);
});

test('an accuracy of 100% still has an error', () => {
  const { accuracy } = measureCell([[row(2, true, 10), row(3, true, 10)]]);
  expect(accuracy.seeds).toEqual([1]);
  expect(accuracy.error).toBeGreaterThan(0.1);
});

test('ranges of difficulty include both ends', () => {
  const rows = [row(2, true, 1), row(3, true, 2), row(5, true, 3), row(6, true, 4)];
  expect(between([rows], [3, 5])[0]?.map(({ tokens }) => tokens)).toEqual([2, 3]);
});

test('work is read from the text of every response', () => {
  const work = measureWork([[row(1, true, 10, '+4=7?7</think>7'), row(1, true, 8, '+4=7</think>7')]]);
  expect(work.rechecks.seeds).toEqual([0.5]);
  expect(work.checksPerStep.seeds).toEqual([0.5]);
  expect(work.thinkingShare.seeds[0]).toBeCloseTo((7 / 10 + 5 / 8) / 2, 12);
});
