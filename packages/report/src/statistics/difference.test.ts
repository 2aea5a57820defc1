import { wilsonInterval } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceInterval, type Estimate, ratioInterval } from './difference.js';

const proportion = (right: number, of: number): Estimate => ({
  value: right / of,
  interval: wilsonInterval(right, of),
});

describe('differenceInterval', () => {
  it("gives the published interval of Newcombe's example, 56/70 against 48/80", () => {
    const [low, high] = differenceInterval(proportion(56, 70), proportion(48, 80), 0);
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  it('is a point when both sides move together by the same amount', () => {
    const a = { value: 5, interval: [4, 6] } as const;
    const b = { value: 3, interval: [2, 4] } as const;
    expect(differenceInterval(a, b, 1)).toEqual([2, 2]);
    expect(differenceInterval(a, b, 0)).toEqual([2 - Math.SQRT2, 2 + Math.SQRT2]);
    expect(differenceInterval(a, b, -1)).toEqual([0, 4]);
  });

  it('contains the difference and shrinks as the correlation grows', () => {
    const estimate = fc
      .tuple(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
      )
      .map(([value, below, above]): Estimate => ({ value, interval: [value - below, value + above] }));
    fc.assert(
      fc.property(estimate, estimate, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, correlation) => {
        const [low, high] = differenceInterval(a, b, correlation);
        const wide = differenceInterval(a, b, 0);
        const difference = a.value - b.value;
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        expect(high - low).toBeLessThanOrEqual(wide[1] - wide[0] + 1e-9);
      }),
    );
  });
});

describe('ratioInterval', () => {
  it('is the interval of the difference of logarithms', () => {
    const a = { value: 20, interval: [10, 40] } as const;
    const b = { value: 40, interval: [40, 40] } as const;
    const [low, high] = ratioInterval(a, b, 0) ?? [];
    expect(low).toBeCloseTo(0.25, 12);
    expect(high).toBeCloseTo(1, 12);
  });

  it('has none where a bound is not positive', () => {
    const a = { value: 2, interval: [-1, 5] } as const;
    expect(ratioInterval(a, { value: 3, interval: [2, 4] }, 0)).toBeUndefined();
  });
});
