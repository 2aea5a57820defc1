import { expect, test } from 'vitest';
import { findCrossings } from './crossings.js';

const lengths = Float64Array.of(0, 10, 20, 30, 40);
const curve = (tier: number, ...values: number[]) => ({ tier, values: Float64Array.from(values) });

test('between two lengths the crossing is interpolated, and says who is worth more before', () => {
  const falling = curve(0, 4, 3, 2, 1, 0);
  const flat = curve(1, 2.5, 2.5, 2.5, 2.5, 2.5);
  expect(findCrossings(lengths, [falling, flat])).toEqual([{ tiers: [0, 1], tokens: 15, value: 2.5 }]);
  expect(findCrossings(lengths, [flat, falling])).toEqual([{ tiers: [0, 1], tokens: 15, value: 2.5 }]);
});

test('a stretch of equality crosses in its middle, and touching is no crossing', () => {
  const base = curve(0, 1, 1, 1, 1, 1);
  expect(findCrossings(lengths, [base, curve(1, 0, 1, 1, 1, 2)])).toEqual([
    { tiers: [0, 1], tokens: 20, value: 1 },
  ]);
  expect(findCrossings(lengths, [base, curve(1, 0, 1, 1, 0, 0)])).toEqual([]);
  expect(findCrossings(lengths, [base, curve(1, 1, 1 + 1e-15, 1 - 1e-15, 1, 1)])).toEqual([]);
});

test('nothing crosses where a value is missing, or without tiers', () => {
  const base = curve(0, 1, 1, 1, 1, 1);
  expect(findCrossings(lengths, [base, curve(1, 0, 0, Number.NaN, 2, 2)])).toEqual([]);
  expect(findCrossings(lengths, [base, { values: Float64Array.of(0, 0, 2, 2, 2) }])).toEqual([]);
});
