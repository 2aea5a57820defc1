import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlotPoint, simplifyCurve } from './simplify.js';

test('a straight line keeps its ends, a corner and a step stay', () => {
  const line = Array.from({ length: 9 }, (_, x): PlotPoint => [x, 2 * x]);
  expect(simplifyCurve(line, 1e-9)).toEqual([
    [0, 0],
    [8, 16],
  ]);
  const step = Array.from({ length: 9 }, (_, x): PlotPoint => [x, x < 4 ? 1 : -1]);
  expect(simplifyCurve(step, 0.1)).toEqual([
    [0, 1],
    [3, 1],
    [4, -1],
    [8, -1],
  ]);
});

test('no point is farther from the simplified curve than the tolerance', () => {
  const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 3, noNaN: true }), (heights, tolerance) => {
      const points = heights.map((y, x): PlotPoint => [x, y]);
      const kept = simplifyCurve(points, tolerance);
      expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
      for (const [x, y] of points) {
        const after = kept.findIndex(([other]) => other >= x);
        const [x2, y2] = kept[after] as PlotPoint;
        const [x1, y1] = kept[Math.max(0, after - 1)] as PlotPoint;
        const there = x2 === x1 ? y2 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
        expect(Math.abs(y - there)).toBeLessThanOrEqual(tolerance + 1e-9);
      }
    }),
  );
});
