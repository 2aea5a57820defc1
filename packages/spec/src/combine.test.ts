import { expect, test } from 'vitest';
import { clamp, onlyIf, perTier, pipeline, scale, scheduleOf, sum } from './combine.js';

const classic = { template: 'classic' } as const;
const length = { expression: '-tokens / lMax' } as const;

test('a sum keeps the names of its components', () => {
  expect(sum({ accuracy: classic, length })).toEqual({ sum: { accuracy: classic, length } });
});

test('a scale takes a number or a shape', () => {
  expect(scale(length, 0.5)).toEqual({ scale: length, by: 0.5 });
  expect(scale(length, classic)).toEqual({ scale: length, by: classic });
});

test('a clamp has the limits that were given', () => {
  expect(clamp(length, { min: -1 })).toEqual({ clamp: length, min: -1 });
  expect(clamp(length, { min: -1, max: 0 })).toEqual({ clamp: length, min: -1, max: 0 });
});

test('a condition is text, with a value for where it does not hold', () => {
  expect(Object.entries(onlyIf('correct', length))).toEqual([
    ['onlyIf', 'correct'],
    ['use', length],
  ]);
  expect(onlyIf('correct', length, { otherwise: -1 })).toMatchObject({ onlyIf: 'correct', otherwise: -1 });
});

test('a pipeline has its stages in order', () => {
  expect(pipeline({ center: 'group' }, { scale: 'batch' })).toEqual({
    pipeline: [{ center: 'group' }, { scale: 'batch' }],
  });
});

test('tiers are told apart by their budgets', () => {
  expect(perTier({ 512: classic, 2560: length })).toEqual({ perTier: { '512': classic, '2560': length } });
});

test('a schedule runs over progress, linearly, unless told otherwise', () => {
  expect(
    scheduleOf([
      [0, 0],
      [0.5, 1],
    ]),
  ).toEqual({
    schedule: [
      [0, 0],
      [0.5, 1],
    ],
    over: 'progress',
    interpolation: 'linear',
  });
  expect(
    scheduleOf(
      [
        [1, 4000],
        [200, 2000],
      ],
      { over: 'step', interpolation: 'geometric' },
    ),
  ).toEqual({
    schedule: [
      [1, 4000],
      [200, 2000],
    ],
    over: 'step',
    interpolation: 'geometric',
  });
});

test('combinations nest and survive JSON', () => {
  const nested = clamp(
    sum({
      base: classic,
      length: scale(
        onlyIf('correct', length),
        scheduleOf([
          [0, 0],
          [1, 1],
        ]),
      ),
    }),
    { max: 2 },
  );
  expect(JSON.parse(JSON.stringify(nested))).toEqual(nested);
});
