import { expect, test } from 'vitest';
import { near } from '../testing/near.js';
import { rewardOf, row, siblings } from '../testing/rows.js';

test('da-dler: 2,000 tokens where half is solved, else 4,000', () => {
  expect(rewardOf('da-dler', siblings([2000, 2001], [1, 1]))).toEqual([1, 0, 0, 0]);
  expect(rewardOf('da-dler', siblings([4000], [1, 1]))).toEqual([1, 0, 0]);
  expect(rewardOf('da-dler', siblings([4001], [1, 1]))).toEqual([0, 0, 0]);
});

const of = (right: readonly number[], wrong: readonly number[]) =>
  siblings(right, wrong).map((one) => ({ ...one, lMax: 8192 }));

test('laser-d: targets of 1,024, 2,048 and 4,096 tokens at a limit of 8,192', () => {
  expect(rewardOf('laser-d', of([1024, 1025], [1]))).toEqual([1.5, 1, -0.5]);
  expect(rewardOf('laser-d', of([2048], [1, 1]))).toEqual([1.5, -0.5, -0.5]);
  expect(rewardOf('laser-d', of([2049], [1, 1]))).toEqual([1, -0.5, -0.5]);
  expect(rewardOf('laser-d', of([4096], [1, 1, 1]))).toEqual([1.5, -0.5, -0.5, -0.5]);
  expect(rewardOf('laser-d', [row({ formatted: false })])).toEqual([-1]);
});

test('laser-de: a wrong answer past the target gets the bonus unless it repeats itself', () => {
  const rows = of([2048], [2048, 2049, 2049]).map((one, at) => ({
    ...one,
    repetition: at === 3 ? 0.5 : 0.4,
  }));
  // p = 1/4 is hard, with the target 4,096; p = 1/3 is medium.
  expect(rewardOf('laser-de', rows)).toEqual([1.5, -0.5, -0.5, -0.5]);
  expect(rewardOf('laser-de', rows, { hard: 2048 })).toEqual([1.5, -0.5, 0, -0.5]);
});

test('alp: 1e-7 a token times the solve rate, at least one in G', () => {
  // 1 - 1e-7 * 1000 * 0.5, -1e-7 * 3000 * 0.5; all wrong of four: -1e-7 * 4000 / 4.
  expect(rewardOf('alp', siblings([1000], [3000]))).toEqual(near([0.99995, -0.00015], 12));
  expect(rewardOf('alp', siblings([], [4000, 4000, 4000, 4000]))).toEqual(near(Array(4).fill(-0.0001), 12));
  expect(rewardOf('alp', siblings([1000]), { beta: 0.5, normalizer: 1000 })).toEqual(near([0.5], 12));
});
