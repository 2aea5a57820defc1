import { expect, test } from 'vitest';
import { tinyReinforcement } from '../test-support/tiny-plan.js';
import { trajectory } from '../test-support/trajectory.js';
import { reinforcementMetrics, supervisedMetrics } from './metrics.js';

const update = {
  loss: 0.5,
  gradientNorm: 2,
  learningRate: 0.01,
  trainedTokens: 10,
  clippedTokens: 1,
  entropy: 15,
  kl: 0.2,
};
const settings = tinyReinforcement();

test('metrics of two groups of two, worked by hand', () => {
  const rows = [
    trajectory({ groupId: 'a', tier: 0, tokens: 4, correct: true, reward: 1, advantage: 3 }),
    trajectory({ groupId: 'a', tier: 1, tokens: 8, correct: false, reward: 0, advantage: -1 }),
    trajectory({ groupId: 'b', tier: 0, tokens: 6, correct: true, reward: 3, finishReason: 'length' }),
    trajectory({ groupId: 'b', tier: 1, tokens: 6, correct: true, reward: 2, thinkingTokens: 0 }),
  ];
  expect(reinforcementMetrics(settings, update, { rollouts: rows, scores: rows, advantages: rows })).toEqual({
    loss: 0.5,
    gradientNorm: 2,
    learningRate: 0.01,
    responseTokens: 24,
    meanReward: 1.5,
    accuracy: 0.75,
    meanTokens: 6,
    lengthSpread: expect.closeTo((Math.sqrt(8) + 0) / 2) as number,
    truncatedShare: 0.25,
    withoutThinkingShare: 0.25,
    entropy: 1.5,
    clippedShare: 0.1,
    kl: expect.closeTo(0.02) as number,
    tiers: [
      { budget: 6, accuracy: 1, meanTokens: 5, meanReward: 2, signalShare: 0.75 },
      { budget: 12, accuracy: 0.5, meanTokens: 7, meanReward: 1, signalShare: 0.25 },
    ],
  });
});

test('named components of the reward are averaged by tier', () => {
  const rows = [
    trajectory({ tier: 0, components: { accuracy: 1, length: -2 } }),
    trajectory({ tier: 0, components: { accuracy: 0, length: -4 } }),
    trajectory({ tier: 1, components: { accuracy: 1, length: 0 } }),
  ];
  const { tiers: found = [] } = reinforcementMetrics(settings, update, {
    rollouts: rows,
    scores: rows,
    advantages: rows,
  });
  expect(found.map(({ components }) => components)).toEqual([
    { accuracy: 0.5, length: -3 },
    { accuracy: 1, length: 0 },
  ]);
});

test('groups of one have no spread; a divergence beyond numbers is left out', () => {
  const rows = [trajectory({ groupId: 'a' }), trajectory({ groupId: 'b' })];
  const diverged = { ...update, kl: Number.POSITIVE_INFINITY };
  const metrics = reinforcementMetrics(settings, diverged, {
    rollouts: rows,
    scores: rows,
    advantages: rows,
  });
  expect(metrics.lengthSpread).toBe(0);
  expect(metrics).not.toHaveProperty('kl');
});

test('the divergence from the base policy is a mean over sampled tokens; groups of the update are counted', () => {
  const compared = (groupId: string, correct: boolean) =>
    trajectory({
      groupId,
      correct,
      tokenOrigins: Uint8Array.of(1, 0, 0),
      logProbabilities: Float32Array.of(0, -1, -2),
      referenceLogProbabilities: Float32Array.of(-9, -2, -2),
    });
  const rows = [compared('a', true), compared('a', true), compared('b', true), compared('b', false)];
  const objective = {
    ...settings.objective,
    kl: { estimator: 'k2', coefficient: 1, in: 'loss', reference: 'base' },
    groups: { drop: ['all-correct'] },
  } as const;
  const metrics = reinforcementMetrics({ ...settings, objective }, update, {
    rollouts: rows,
    scores: rows,
    advantages: rows,
  });
  expect(metrics).toMatchObject({ referenceKl: 0.25, trainedGroups: 1 });
});

test('a step that trained on nothing has shares of 0', () => {
  const nothing = { ...update, trainedTokens: 0, clippedTokens: 0, entropy: 0, kl: 0 };
  expect(supervisedMetrics(nothing, [])).toMatchObject({ responseTokens: 0, entropy: 0 });
});
