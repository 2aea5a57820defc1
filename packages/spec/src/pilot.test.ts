import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PilotLength, pilotBudgets, predictTiers } from './pilot.js';

const lengthsOf = (right: readonly number[], wrong: readonly number[] = []): readonly PilotLength[] =>
  [...new Set([...right, ...wrong])]
    .sort((a, b) => a - b)
    .map((tokens) => ({
      tokens,
      right: right.filter((length) => length === tokens).length,
      wrong: wrong.filter((length) => length === tokens).length,
    }));

describe('pilotBudgets', () => {
  const lengths = lengthsOf([10, 20, 30, 40, 50, 60, 70, 80], [500, 500]);

  test('are quantiles of right responses, with their mean', () => {
    expect(pilotBudgets({ lengths }, { count: 1, roundTo: 1, most: 100 })).toEqual([45]);
    expect(pilotBudgets({ lengths }, { count: 4, roundTo: 1, most: 100 })).toEqual([19, 36, 54, 71]);
    expect(pilotBudgets({ lengths }, { count: 4, roundTo: 10, most: 100 })).toEqual([20, 40, 50, 70]);
  });

  test('are not there where the right responses are too few or too much alike', () => {
    expect(pilotBudgets({ lengths: lengthsOf([], [3]) }, { count: 1, roundTo: 1, most: 9 })).toBeUndefined();
    expect(pilotBudgets({ lengths }, { count: 9, roundTo: 1, most: 100 })).toBeUndefined();
    const alike = lengthsOf([96, 96, 96, 96]);
    expect(pilotBudgets({ lengths: alike }, { count: 2, roundTo: 1, most: 96 })).toBeUndefined();
  });

  const right = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 8, maxLength: 60 });
  const counts = fc.integer({ min: 1, max: 8 });
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;

  test('ascend, are multiples, and hold the mean where lengths differ enough', () => {
    fc.assert(
      fc.property(right, counts, fc.integer({ min: 1, max: 32 }), (tokens, count, roundTo) => {
        const options = { count, roundTo, most: 1e6 };
        const budgets = pilotBudgets({ lengths: lengthsOf(tokens) }, options) ?? [];
        expect(budgets).toHaveLength(count);
        const gaps = budgets.map((budget, index) => budget - (budgets[index - 1] ?? 0));
        expect(gaps.every((gap) => gap > 0)).toBe(true);
        expect(budgets.every((budget) => budget % roundTo === 0)).toBe(true);
        const crowded = gaps.some((gap) => gap <= roundTo);
        const off = Math.abs(mean(budgets) - mean(tokens));
        expect(crowded || off <= roundTo / 2 / count + 1e-6).toBe(true);
      }),
    );
  });
});

describe('predictTiers', () => {
  test('what a cap would save, and the right responses it would cut', () => {
    const pilot = { lengths: lengthsOf([10, 30], [20, 40]) };
    expect(predictTiers(pilot, [10, 25, 40])).toEqual([
      { budget: 10, tokensSaved: 0.6, accuracyAtRisk: 0.25 },
      { budget: 25, tokensSaved: 0.2, accuracyAtRisk: 0.25 },
      { budget: 40, tokensSaved: 0, accuracyAtRisk: 0 },
    ]);
    expect(predictTiers({ lengths: [] }, [5])).toEqual([{ budget: 5, tokensSaved: 0, accuracyAtRisk: 0 }]);
  });
});
