import { expect, test } from 'vitest';
import { trajectory } from '../../test-support/trajectory.js';
import { divergence, klEstimates } from './reference.js';

test.each([
  ['k1', Math.LN2],
  ['k2', Math.LN2 ** 2 / 2],
  ['k3', 0.5 - 1 + Math.LN2],
  ['abs', Math.LN2],
] as const)('%s of a token twice as likely as under the reference', (estimator, expected) => {
  expect(klEstimates[estimator](Math.LN2)).toBeCloseTo(expected, 15);
  expect(klEstimates[estimator](0)).toBe(0);
});

test('only tokens that the policy sampled count', () => {
  const row = trajectory({
    tokenOrigins: Uint8Array.of(1, 0, 2),
    logProbabilities: Float32Array.of(0, -1, 0),
    referenceLogProbabilities: Float32Array.of(-5, -3, -5),
  });
  expect(divergence('k1', row)).toBe(2);
  expect(() => divergence('k1', trajectory())).toThrow('no reference');
});
