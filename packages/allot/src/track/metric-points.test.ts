import type { RunEvent } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metricName, metricPoints } from './metric-points.js';

const time = '2026-01-01T00:00:00.000Z';
const cell = {
  problems: 2,
  samples: 1,
  accuracy: 0.5,
  accuracyInterval: [0.25, 0.75],
  meanTokens: 12,
  meanTokensInterval: [10, 14],
  truncatedShare: 0,
} as const;
const named = (event: RunEvent): unknown =>
  Object.fromEntries(metricPoints(event).map(({ name, value }) => [name, value]));

describe('the points of', () => {
  test('a step: its metrics, its tiers and their components', () => {
    const event: RunEvent = {
      type: 'step-completed',
      time,
      step: 3,
      metrics: {
        loss: 0.5,
        gradientNorm: 1,
        learningRate: 1e-3,
        responseTokens: 40,
        entropy: Number.NaN,
        tiers: [
          { name: 'short', budget: 6, accuracy: 1, meanTokens: 5, meanReward: 2, components: { length: 1 } },
          { budget: 12, accuracy: 0, meanTokens: 9, meanReward: 0 },
        ],
      },
      rolloutSeconds: 1,
      updateSeconds: 2,
      stepSeconds: 3,
    };
    expect(named(event)).toEqual({
      'train/loss': 0.5,
      'train/gradientNorm': 1,
      'train/learningRate': 1e-3,
      'train/responseTokens': 40,
      'seconds/rollout': 1,
      'seconds/update': 2,
      'seconds/step': 3,
      'tiers/short/accuracy': 1,
      'tiers/short/meanTokens': 5,
      'tiers/short/meanReward': 2,
      'tiers/short/reward/length': 1,
      'tiers/12/accuracy': 0,
      'tiers/12/meanTokens': 9,
      'tiers/12/meanReward': 0,
    });
    expect(metricPoints(event)[0]).toMatchObject({ step: 3, time: Date.parse(time) });
  });

  test('an evaluation: each mode, each difficulty', () => {
    const result = {
      mode: 'budget=12',
      dataset: 'test',
      all: cell,
      byDifficulty: { 'very hard': cell },
    } as const;
    const place = 'evaluation/test/budget_3d12';
    expect(named({ type: 'evaluation-completed', time, step: 0, results: [result] })).toEqual({
      [`${place}/accuracy`]: 0.5,
      [`${place}/accuracyLow`]: 0.25,
      [`${place}/accuracyHigh`]: 0.75,
      [`${place}/meanTokens`]: 12,
      [`${place}/truncatedShare`]: 0,
      [`${place}/very hard/accuracy`]: 0.5,
      [`${place}/very hard/meanTokens`]: 12,
    });
  });

  test('an event that measures nothing: none', () => {
    expect(metricPoints({ type: 'run-finished', time, step: 3, totalSeconds: 9 })).toEqual([]);
  });
});

test('names are ones that every tool takes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (parts) => {
      const name = metricName(parts);
      expect(name).toMatch(/^[\w\-. ]+(\/[\w\-. ]+)*$/);
      expect(name.split('/').some((part) => /^\.*$/.test(part))).toBe(false);
    }),
  );
});
