import { evaluateShape } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { templates } from '../library.js';

interface Case {
  readonly tokens: number;
  readonly budget: number;
  readonly correct?: number;
  readonly formatted?: number;
}

const evaluate = (name: string, cases: readonly Case[], lMax = 4096, parameters = {}): number[] => {
  const expression = templates.rewards.get(name)!.build(parameters);
  const column = (key: 'tokens' | 'budget') => cases.map((row) => row[key]);
  return [
    ...evaluateShape(expression, {
      length: cases.length,
      fields: {
        tokens: column('tokens'),
        budget: column('budget'),
        correct: cases.map((row) => row.correct ?? 1),
        formatted: cases.map((row) => row.formatted ?? 1),
        lMax: cases.map(() => lMax),
      },
    }),
  ];
};

const budgets = [512, 1024, 2048, 2560] as const;
// 4 * cos(pi * b / 8192) at the paper's budgets, worked by hand.
const f2 = [3.92314, 3.69552, 2.82843, 2.22228] as const;

describe('hbpo', () => {
  test('a right answer inside its budget earns f2 of the budget, whatever its length', () => {
    for (const [i, budget] of budgets.entries())
      for (const reward of evaluate('hbpo', [
        { tokens: 1, budget },
        { tokens: budget, budget },
      ]))
        expect(reward).toBeCloseTo(f2[i]!, 5);
  });

  test('past the budget it earns f1: 4 * cos(pi / 4) - 1024 / 4096 for 2048 tokens in budget 1024', () => {
    expect(evaluate('hbpo', [{ tokens: 2048, budget: 1024 }])[0]).toBeCloseTo(2.82843 - 0.25, 5);
  });

  test('wrong answers and answers past the limit earn nothing', () => {
    expect(
      evaluate('hbpo', [
        { tokens: 100, budget: 512, correct: 0 },
        { tokens: 4097, budget: 2560 },
      ]),
    ).toEqual([0, 0]);
  });

  test('a right answer falls below a wrong one past 3601, 3673, 3814 and 3885 tokens', () => {
    for (const [i, last] of [3601, 3673, 3814, 3885].entries()) {
      const [before, after] = evaluate('hbpo', [
        { tokens: last - 1, budget: budgets[i]! },
        { tokens: last + 1, budget: budgets[i]! },
      ]);
      expect(before).toBeGreaterThan(0);
      expect(after).toBeLessThan(0);
    }
  });

  test('short responses earn more in small budgets, long ones in large budgets, and each pair crosses once', () => {
    for (let i = 0; i + 1 < budgets.length; i++) {
      const lengths = Array.from({ length: 4096 }, (_, k) => k + 1);
      const small = evaluate(
        'hbpo',
        lengths.map((tokens) => ({ tokens, budget: budgets[i]! })),
      );
      const large = evaluate(
        'hbpo',
        lengths.map((tokens) => ({ tokens, budget: budgets[i + 1]! })),
      );
      const better = small.map((reward, k) => Math.sign(reward - large[k]!));
      expect(better[0]).toBe(1);
      expect(better.at(-1)).toBe(-1);
      expect(better.filter((sign, k) => k > 0 && sign !== better[k - 1] && sign !== 0)).toHaveLength(1);
    }
  });

  test('alpha is 1 / Lmax unless given', () => {
    const tokens = 48;
    const row = [{ tokens, budget: 24 }];
    expect(evaluate('hbpo', row, 96)[0]).toBeCloseTo(4 * Math.cos(Math.PI / 4) - 24 / 96, 10);
    expect(evaluate('hbpo', row, 96, { alpha: 0.5, beta: 2 })[0]).toBeCloseTo(
      2 * Math.cos(Math.PI / 4) - 12,
      10,
    );
  });
});

describe('hbpo-released', () => {
  test('a response without form earns -1, a wrong one 0', () => {
    expect(
      evaluate('hbpo-released', [
        { tokens: 100, budget: 512, correct: 0, formatted: 0 },
        { tokens: 100, budget: 512, correct: 0 },
        { tokens: 4097, budget: 2560 },
      ]),
    ).toEqual([-1, 0, 0]);
  });

  test('with the paper constants it leaves the paper only in budget 512 below about 320 tokens, by at most 0.05', () => {
    const last = budgets.map((budget) => {
      const rows = Array.from({ length: 4096 }, (_, k) => ({ tokens: k + 1, budget }));
      const paper = evaluate('hbpo', rows);
      const gaps = evaluate('hbpo-released', rows).map((reward, k) => Math.abs(reward - paper[k]!));
      expect(Math.max(...gaps)).toBeLessThan(0.05);
      return 1 + gaps.findLastIndex((gap) => gap > 1e-3);
    });
    expect(last).toEqual([expect.any(Number), 0, 0, 0]);
    expect(last[0]).toBeGreaterThan(300);
    expect(last[0]).toBeLessThan(330);
  });
});
