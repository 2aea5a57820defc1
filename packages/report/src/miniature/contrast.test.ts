import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, estimate } from './contrast.js';

test('the mean of three seeds has the interval of Student with two degrees of freedom', () => {
  const { value, problems, seeds } = estimate({ seeds: [1, 2, 3], error: 0.5 });
  expect(value).toBe(2);
  expect(problems[0]).toBeCloseTo(2 - 1.95996 * 0.5, 4);
  expect(problems[1]).toBeCloseTo(2 + 1.95996 * 0.5, 4);
  expect(seeds?.[0]).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 3);
  expect(seeds?.[1]).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 3);
});

test('a difference has the degrees of freedom of Welch', () => {
  // Equal variances and three seeds each: four degrees of freedom.
  const { value, seeds } = contrast([
    { weight: 1, of: { seeds: [11, 12, 13], error: 0 } },
    { weight: -1, of: { seeds: [1, 2, 3], error: 0 } },
  ]);
  expect(value).toBe(10);
  expect(seeds?.[1]).toBeCloseTo(10 + 2.776 * Math.sqrt(2 / 3), 3);
});

test('one seed has no interval over seeds', () => {
  expect(estimate({ seeds: [3], error: 0.1 }).seeds).toBeUndefined();
});

test('seeds that agree leave no doubt over seeds', () => {
  expect(estimate({ seeds: [3, 3, 3], error: 0.1 }).seeds).toEqual([3, 3]);
});

test('turning all weights around mirrors value and intervals', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  const measured = fc.record({
    seeds: fc.array(number, { minLength: 2, maxLength: 12 }),
    error: fc.double({ min: 0, max: 5, noNaN: true }),
  });
  fc.assert(
    fc.property(measured, measured, (a, b) => {
      const there = contrast([
        { weight: 1, of: a },
        { weight: -2, of: b },
      ]);
      const back = contrast([
        { weight: -1, of: a },
        { weight: 2, of: b },
      ]);
      expect(back.value).toBeCloseTo(-there.value, 9);
      expect(back.problems[0]).toBeCloseTo(-there.problems[1], 9);
      expect(back.seeds?.[0]).toBeCloseTo(-(there.seeds?.[1] ?? Number.NaN), 9);
    }),
  );
});
