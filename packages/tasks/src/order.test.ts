import { randomStream } from '@allot/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryProblems } from './dataset/problem-set.js';
import { permuted, problemsOfStep, rowsOfStep } from './order.js';

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
  const dataset = memoryProblems(['a', 'b', 'c'].map((id) => ({ id, problem: id, answer: id, source: '' })));
  expect(
    problemsOfStep(dataset, 1, 1, 3)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('the order that is computed place by place is a permutation of any number of rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat(50), (rows, seed, epoch) => {
      const stream = randomStream(seed, 'order', epoch);
      const images = Array.from({ length: rows }, (_, place) => permuted(place, rows, stream));
      expect(new Set(images).size).toBe(rows);
      expect(Math.max(...images)).toBeLessThan(rows);
    }),
    { numRuns: 30 },
  );
});

test('a step of a hundred million rows is found at once, and its rows are far apart', () => {
  const rows = rowsOfStep(100_000_000, 1, 1000, 64);
  expect(new Set(rows).size).toBe(64);
  const mean = rows.reduce((sum, row) => sum + row, 0) / rows.length;
  expect(mean).toBeGreaterThan(30_000_000);
  expect(mean).toBeLessThan(70_000_000);
});
