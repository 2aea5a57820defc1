import { expect, test } from 'vitest';
import { tinyReinforcement } from '../test-support/tiny-plan.js';
import { learningRate, optimizerSteps } from './learning-rate.js';

const base = tinyReinforcement().optimizer;
const rates = (schedule: (typeof base)['schedule'], total: number): number[] =>
  Array.from({ length: total }, (_, taken) =>
    learningRate({ ...base, learningRate: 1, schedule }, taken, total),
  );

test('a constant rate after linear warm-up', () => {
  expect(rates({ kind: 'constant', warmupSteps: 4, decayFrom: 0, floor: 0 }, 6)).toEqual([
    0.25, 0.5, 0.75, 1, 1, 1,
  ]);
});

test('a linear decay over the last half goes towards its floor', () => {
  expect(rates({ kind: 'linear', warmupSteps: 0, decayFrom: 0.5, floor: 0.2 }, 8)).toEqual([
    1,
    1,
    1,
    1,
    1,
    expect.closeTo(0.8),
    expect.closeTo(0.6),
    expect.closeTo(0.4),
  ]);
});

test('a cosine is half way down at half the decay', () => {
  const values = rates({ kind: 'cosine', warmupSteps: 0, decayFrom: 0, floor: 0 }, 4);
  expect(values[0]).toBe(1);
  expect(values[2]).toBeCloseTo(0.5);
  expect(values[3]).toBeCloseTo((1 + Math.cos(0.75 * Math.PI)) / 2);
});

test('warm-up goes before decay', () => {
  expect(rates({ kind: 'linear', warmupSteps: 2, decayFrom: 0, floor: 0 }, 4)).toEqual([0.5, 1, 1, 0.5]);
});

test('every minibatch is an optimizer step', () => {
  expect(optimizerSteps(tinyReinforcement())).toEqual({ perStep: 2, total: 12 });
});
