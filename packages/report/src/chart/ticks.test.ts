import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundScale, tightScale } from './ticks.js';

describe('roundScale', () => {
  it('ends on round ticks', () => {
    expect(roundScale(0, 53.8, 4).ticks).toEqual([0, 20, 40, 60]);
    expect(roundScale(0.74, 0.91, 4).ticks).toEqual([0.7, 0.75, 0.8, 0.85, 0.9, 0.95]);
  });

  it('opens a range around a single value, or values that differ by rounding only', () => {
    expect(roundScale(3e-4, 3e-4, 4).ticks.length).toBeGreaterThan(2);
    expect(roundScale(3e-4, 3e-4 + 1e-19, 4).ticks.length).toBeLessThan(10);
    expect(roundScale(0, 0, 4)).toMatchObject({ min: 0, max: 1 });
  });

  it('covers its range with few ascending ticks', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const rounding = 1e-8 * Math.max(-low, high) + 1e-99;
        const { min, max, ticks } = roundScale(low, high, 4);
        expect(min).toBeLessThanOrEqual(low + rounding);
        expect(max).toBeGreaterThanOrEqual(high - rounding);
        expect(ticks.length).toBeLessThan(9);
        expect(ticks.toSorted((x, y) => x - y)).toEqual(ticks);
      }),
    );
  });
});

it('keeps to the steps there are, with whole ticks', () => {
  expect(tightScale(1, 150, 5)).toEqual({ min: 1, max: 150, ticks: [50, 100, 150] });
  expect(tightScale(1, 3, 5).ticks).toEqual([1, 2, 3]);
  expect(tightScale(4, 4, 5)).toEqual({ min: 3, max: 5, ticks: [4] });
});
