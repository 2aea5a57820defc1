import type { StepCompleted } from '@allot/spec';
import { expect, test } from 'vitest';
import { measureTraining } from './measure-training.js';

/** A run of 60 steps whose lengths fall by one a step, and whose spread is the step. */
const run = (first: number): StepCompleted[] =>
  Array.from({ length: 60 }, (_, index) => ({
    type: 'step-completed',
    time: '2026-01-01T00:00:00Z',
    step: index + 1,
    metrics: {
      loss: 0,
      gradientNorm: 1,
      learningRate: 1e-3,
      responseTokens: 1,
      meanTokens: first - index,
      lengthSpread: index + 1,
      tiers: [12, 60].map((budget) => ({ budget, accuracy: 1, meanTokens: budget + index, meanReward: 1 })),
    },
    rolloutSeconds: 1,
    updateSeconds: 1,
    stepSeconds: 2,
  }));

test('curves are means of ten steps, for each seed', () => {
  const { tokens, spread } = measureTraining([run(100), run(200)]);
  expect(tokens[0]).toEqual([95.5, 85.5, 75.5, 65.5, 55.5, 45.5]);
  expect(tokens[1]?.[0]).toBe(195.5);
  expect(spread[0]?.[5]).toBe(55.5);
});

test('spreads are of the first, the middle and the last 25 steps', () => {
  const { firstSpread, middleSpread, lastSpread } = measureTraining([run(100)]);
  expect([firstSpread, middleSpread, lastSpread].map(({ seeds }) => seeds)).toEqual([[13], [31], [48]]);
});

test('tiers have the mean tokens of the last 25 steps', () => {
  expect(measureTraining([run(100)]).tiers).toEqual([
    { budget: 12, tokens: { seeds: [59], error: 0 } },
    { budget: 60, tokens: { seeds: [107], error: 0 } },
  ]);
});

test('one tier is none', () => {
  const single = run(100).map((event) => {
    const { tiers = [], ...metrics } = event.metrics;
    return { ...event, metrics: { ...metrics, tiers: tiers.slice(0, 1) } };
  });
  expect(measureTraining([single]).tiers).toEqual([]);
});
