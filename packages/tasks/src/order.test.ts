import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemsOfStep, rowsOfStep } from './order.js';

test('an epoch has every row once, and the next has another order', () => {
  const epochs = [0, 1].map((epoch) =>
    Array.from({ length: 25 }, (_, i) => rowsOfStep(100, 1, 25 * epoch + i + 1, 4)).flat(),
  );
  for (const epoch of epochs) expect(new Set(epoch).size).toBe(100);
  expect(epochs[0]).not.toEqual(epochs[1]);
});

test('steps are the consecutive pieces of one sequence, whatever their size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.nat(),
      (rows, size, seed) => {
        const steps = [1, 2, 3, 4].flatMap((step) => rowsOfStep(rows, seed, step, size));
        expect(steps).toEqual(rowsOfStep(rows, seed, 1, 4 * size));
      },
    ),
  );
});

test('another seed, another order; problems come by their rows', () => {
  expect(rowsOfStep(100, 1, 1, 10)).not.toEqual(rowsOfStep(100, 2, 1, 10));
  const dataset = ['a', 'b', 'c'].map((id) => ({ id, problem: id, answer: id, source: '' }));
  expect(
    problemsOfStep(dataset, 1, 1, 3)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});
