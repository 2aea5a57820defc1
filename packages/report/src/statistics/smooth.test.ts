import { describe, expect, it } from 'vitest';
import { type CurvePoint, smoothCurve, smoothingWindow, thinCurve } from './smooth.js';

const curve = (values: readonly (number | undefined)[]): CurvePoint[] =>
  values.map((value, index) => [index + 1, value]);

describe('smoothCurve', () => {
  it('is the moving mean inside', () => {
    expect(smoothCurve(curve([0, 3, 0, 6, 0]), 3)[2]).toEqual([3, 3]);
  });

  it('stays in the range of the points at the ends: no share falls below 0', () => {
    expect(smoothCurve(curve([0, 0, 0.125, 0, 0]), 3).every(([, share]) => (share ?? -1) >= 0)).toBe(true);
  });

  it('keeps a straight line as it is, at the ends too', () => {
    const line = curve([1, 3, 5, 7, 9, 11, 13]);
    for (const [index, [step, value]] of smoothCurve(line, 5).entries()) {
      expect(step).toBe(index + 1);
      expect(value).toBeCloseTo(2 * index + 1, 12);
    }
  });

  it('leaves gaps as gaps and out of the means', () => {
    const smooth = smoothCurve(curve([2, undefined, 4]), 3);
    expect(smooth[1]).toEqual([2, undefined]);
    expect(smooth[0]?.[1]).toBeCloseTo(2, 12);
  });

  it('changes nothing with a window of one', () => {
    expect(smoothCurve(curve([5, 1, 7]), 1)).toEqual(curve([5, 1, 7]));
  });
});

it('smooths long curves only', () => {
  expect(smoothingWindow(29)).toBe(1);
  expect(smoothingWindow(150)).toBe(11);
});

it('thins to means of equal stretches', () => {
  expect(thinCurve(curve([1, 3, 5, 7, undefined, undefined]), 3)).toEqual([
    [2, 2],
    [4, 6],
    [6, undefined],
  ]);
});
