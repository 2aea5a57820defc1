import { describe, expect, test } from 'vitest';
import { templates } from './library.js';
import { advantageOracles } from './testing/advantage-oracles.js';
import { creditOracles } from './testing/credit-oracles.js';
import { randomRows } from './testing/random-rows.js';
import { type Oracle, rewardOracles } from './testing/reward-oracles.js';
import { advantageOf, creditOf, type Row, rewardOf } from './testing/rows.js';

const batches = [1, 2, 3].map((seed) => randomRows(seed, 1000));

function byGroup(batch: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of batch) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return groups;
}

test('the random batches hold what formulas trip over', () => {
  for (const batch of batches) {
    const groups = [...byGroup(batch).values()];
    const some = (holds: (rows: readonly Row[]) => boolean): boolean => groups.some(holds);
    expect(some((rows) => rows.length === 1)).toBe(true);
    expect(some((rows) => rows.length === 16)).toBe(true);
    expect(some((rows) => rows.length > 1 && rows.every(({ correct }) => correct))).toBe(true);
    expect(some((rows) => rows.length > 1 && rows.every(({ correct }) => !correct))).toBe(true);
    expect(some((rows) => rows.length > 1 && new Set(rows.map(({ tokens }) => tokens)).size === 1)).toBe(
      true,
    );
    expect(some((rows) => rows.length > 1 && new Set(rows.map(({ reward }) => reward)).size === 1)).toBe(
      true,
    );
  }
});

/** The first rows that are further than 1e-12 from the oracle, relative where it is above 1. */
function differences(values: readonly number[], oracle: Oracle, batch: readonly Row[]) {
  const groups = byGroup(batch);
  const found = batch.flatMap((row, at) => {
    const expected = oracle(row, groups.get(row.group) as readonly Row[], batch);
    const value = values[at] as number;
    return Math.abs(value - expected) <= 1e-12 * Math.max(1, Math.abs(expected))
      ? []
      : [{ at, value, expected }];
  });
  return found.slice(0, 3);
}

describe('rewards agree with their formulas in plain code within 1e-12', () => {
  test('every reward has one', () => {
    expect(Object.keys(rewardOracles).sort()).toEqual([...templates.rewards.keys()].sort());
  });
  test.each(Object.entries(rewardOracles))('%s', (name, oracle) => {
    for (const batch of batches) expect(differences(rewardOf(name, batch), oracle, batch)).toEqual([]);
  });
});

describe('advantages agree with their formulas in plain code within 1e-12', () => {
  test('every advantage has one', () => {
    expect(Object.keys(advantageOracles).sort()).toEqual([...templates.advantages.keys()].sort());
  });
  test.each(Object.entries(advantageOracles))('%s', (name, oracle) => {
    for (const batch of batches) expect(differences(advantageOf(name, batch), oracle, batch)).toEqual([]);
  });
});

describe('credits agree with their formulas in plain code within 1e-12', () => {
  test('every credit has one', () => {
    expect(Object.keys(creditOracles).sort()).toEqual([...templates.credits.keys()].sort());
  });
  test.each(Object.entries(creditOracles))('%s', (name, oracle) => {
    for (const batch of batches) {
      const values = creditOf(name, batch);
      const groups = byGroup(batch);
      const expected = batch.flatMap((row) =>
        row.response.map((_, at) => oracle(row, at, groups.get(row.group) as readonly Row[])),
      );
      const far = expected.filter((value, at) => Math.abs((values[at] as number) - value) > 1e-9);
      expect(values).toHaveLength(expected.length);
      expect(far).toEqual([]);
      expect(new Set(values).size).toBeGreaterThan(1);
    }
  });
});
