import { evaluateShape, recall, remember } from '@allot/spec';
import { expect, test } from 'vitest';
import { templates } from '../library.js';
import { near } from '../testing/near.js';
import { columnsOf, rewardOf, row, siblings } from '../testing/rows.js';

test('hapo: nothing is said of length before a right answer is known', () => {
  expect(rewardOf('hapo', [row({ tokens: 50 }), row({ tokens: 50, correct: false })])).toEqual([1, 0]);
});

test('hapo: right answers against the shortest so far, 200 tokens', () => {
  // f(100) = cos(pi / 4), f(200) = cos(pi / 2), f(300) = cos(3 pi / 4) = -0.7071 raised to -0.7, f(400) = -1 raised
  const rows = siblings([100, 200, 300, 400], [100, 300, 400]);
  // Wrong: min(0, 0.7071), min(0, -0.7071), -1
  expect(rewardOf('hapo', rows, {}, { hapoShortest: 200 })).toEqual(
    near([1.707106781, 1, 0.3, 0.3, 0, -Math.SQRT1_2, -1]),
  );
});

test('hapo remembers the shortest right answer of each problem', () => {
  const cells = templates.rewards.get('hapo')?.cells?.({}) ?? {};
  const rows = columnsOf(siblings([300, 200], [10]));
  const problems = ['p', 'p', 'p'];
  const before = { ...rows, state: recall(cells, {}, problems) };
  const memory = remember(cells, {}, before, problems);
  expect(memory).toEqual({ hapoShortest: { p: 200 } });
  const later = remember(cells, memory, { ...columnsOf(siblings([250], [10])) }, ['p', 'p']);
  expect(later).toEqual(memory);
});

test('a-dlp: the price rises while accuracy is above the reference, and never falls below 0', () => {
  const cells = templates.rewards.get('a-dlp')?.cells?.({ price: 0.001, rate: 0.01, accuracy: 0.5 }) ?? {};
  const step = (right: number, wrong: number, memory = {}) => {
    const rows = columnsOf(siblings(Array(right).fill(10) as number[], Array(wrong).fill(10) as number[]));
    return remember(cells, memory, rows, Array(right + wrong).fill('p') as string[]);
  };
  // 0.001 + 0.01 * (0.75 - 0.5) ; 0.001 + 0.01 * (0 - 0.5) < 0
  expect(step(3, 1).aDlpPrice?.['']).toBeCloseTo(0.0035, 12);
  expect(step(0, 4).aDlpPrice?.['']).toBe(0);
});

test('short-rl: length counts while accuracy is near the best so far', () => {
  // One of two right: accuracy 0.5. 0.5 >= 0.55 - 0.05, but not 0.56 - 0.05.
  const rows = siblings([100], [5]);
  expect(rewardOf('short-rl', rows, {}, { shortRlBest: 0.549 })).toEqual(near([3.5, -0.5]));
  expect(rewardOf('short-rl', rows, {}, { shortRlBest: 0.56 })).toEqual(near([3, -0.5]));
});

test('a cell that a reward reads is one that it declares', () => {
  for (const { build, cells } of templates.rewards.values())
    expect(() =>
      evaluateShape(build({}), { ...columnsOf([row()]), state: recall(cells?.({}) ?? {}, {}, ['p']) }),
    ).not.toThrow();
});
