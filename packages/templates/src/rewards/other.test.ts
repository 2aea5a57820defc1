import { evaluateShape, type ShapeRows } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { templates } from '../library.js';
import { rewardOf, row } from '../testing/rows.js';

const evaluate = (name: string, fields: ShapeRows['fields'], parameters = {}): number[] => {
  const length = Object.values(fields)[0]!.length;
  return [...evaluateShape(templates.rewards.get(name)!.build(parameters), { length, fields })];
};

test('classic: 1 or 0', () => {
  expect(evaluate('classic', { correct: [1, 0] })).toEqual([1, 0]);
});

test('global-cosine: 4 at no length, 2 * sqrt(2) at half the limit, 0 past it and when wrong', () => {
  const rewards = evaluate('global-cosine', {
    tokens: [0, 48, 96, 97, 10],
    correct: [1, 1, 1, 1, 0],
    lMax: [96, 96, 96, 96, 96],
  });
  for (const [i, expected] of [4, 2 * Math.SQRT2, 0, 0, 0].entries())
    expect(rewards[i]).toBeCloseTo(expected, 12);
});

describe('cosine', () => {
  test('the defaults: 2 falls to 1 for right answers, -10 rises to 0 for wrong ones', () => {
    const rewards = evaluate('cosine', {
      tokens: [0, 50, 0, 50],
      correct: [1, 1, 0, 0],
      lMax: [100, 100, 100, 100],
    });
    for (const [i, expected] of [2, 1.5, -10, -5].entries()) expect(rewards[i]).toBeCloseTo(expected, 12);
  });

  test('a response within 16 tokens of the limit is charged, right or wrong', () => {
    expect(
      evaluate('cosine', { tokens: [83, 84, 84], correct: [1, 1, 0], lMax: [100, 100, 100] }).map(
        (reward) => reward === -10,
      ),
    ).toEqual([false, true, true]);
  });
});

describe('l1', () => {
  test('exact: right and wrong answers pay 0.0003 a token away from the budget', () => {
    const rewards = evaluate('l1-exact', {
      tokens: [1000, 3000, 2000],
      correct: [1, 1, 0],
      budget: [2000, 2000, 1000],
    });
    for (const [i, expected] of [0.7, 0.7, -0.3].entries()) expect(rewards[i]).toBeCloseTo(expected, 12);
  });

  test('max: 0.5 at the budget, clipped to [0, 1], nothing for a wrong answer', () => {
    const rewards = evaluate('l1-max', {
      tokens: [2000, 1000, 0, 4000, 1],
      correct: [1, 1, 1, 1, 0],
      budget: [2000, 2000, 3600, 1000, 3600],
    });
    for (const [i, expected] of [0.5, 0.8, 1, 0, 0].entries()) expect(rewards[i]).toBeCloseTo(expected, 12);
  });
});

test('bingo: at the reference and far past it, right and wrong', () => {
  const signals = { lowReference: 100, high: 50, highReference: 100 };
  const of = (correct: boolean, low: number) =>
    rewardOf('bingo', [row({ correct, signals: { ...signals, low } })])[0];
  expect(of(true, 0)).toBe(6);
  expect(of(true, 100)).toBeCloseTo(1 + 5 * 0.5403023, 6);
  expect(of(true, 1000)).toBeCloseTo(1, 12);
  // slope * 0.5 = 5 / pi = 1.5915494
  expect(of(false, 0)).toBeCloseTo(1.5915494 - 5, 6);
  expect(of(false, 1000)).toBeCloseTo(-2 + 1.5915494 - 5, 6);
});
