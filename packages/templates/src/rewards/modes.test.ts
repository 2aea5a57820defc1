import { expect, test } from 'vitest';
import { near } from '../testing/near.js';
import { type Row, rewardOf, row } from '../testing/rows.js';

const answers = (...modes: readonly number[]): readonly Row[] =>
  modes.flatMap((mode) => [row({ mode }), row({ mode, correct: false })]);

test('autothink: 1 and 0 with thinking, 2 and -1 without', () => {
  expect(rewardOf('autothink', answers(1, 0))).toEqual([1, 0, 2, -1]);
});

test('autothink-balance: the mode above half of the batch earns less', () => {
  // Three quarters think: u = 2 * (0.75 - 0.5) = 0.5; 0.5 * 1 + 0.5 * 0, 0.5 * 0 + 0.5 * -1.
  expect(rewardOf('autothink-balance', answers(1, 1, 1, 0)).slice(0, 2)).toEqual(near([0.5, -0.5]));
  expect(rewardOf('autothink-balance', answers(1, 1, 1, 0)).slice(6)).toEqual(near([2, -1]));
  // Three quarters do not: 0.5 * 2 + 0.5 * 1, 0.5 * -1 + 0.5 * -2.
  expect(rewardOf('autothink-balance', answers(0, 0, 0, 1)).slice(0, 2)).toEqual(near([1.5, -1.5]));
  // All think: u = 1.
  expect(rewardOf('autothink-balance', answers(1))).toEqual(near([0, -1]));
});

test('autothink-length: right ones of 100 and 200 tokens, wrong ones too', () => {
  const rows = [100, 200].flatMap((tokens) => [row({ tokens }), row({ tokens, correct: false })]);
  // z = -0.707107 and 0.707107: exp(-0.05 z), 1 - exp(-0.05 z).
  expect(rewardOf('autothink-length', rows)).toEqual(
    near([1.03598777, -0.03598777, 0.96526236, 0.03473764], 8),
  );
  expect(rewardOf('autothink-length', answers(1))).toEqual([1, 0]);
});

test('thinkless: 1 right and short, 0.5 right and thinking, -1 wrong', () => {
  expect(rewardOf('thinkless', answers(0, 1))).toEqual([1, -1, 0.5, -1]);
});
