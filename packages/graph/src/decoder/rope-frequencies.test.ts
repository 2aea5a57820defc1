import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RopeScaling } from './rope-config.js';
import { ropeFrequencies } from './rope-frequencies.js';

const frequenciesOf = (rope: RopeScaling, headDim = 16, ropeTheta = 10_000): number[] =>
  Array.from(ropeFrequencies({ headDim, ropeTheta, rope }).frequencies);

const plain = frequenciesOf({ kind: 'default' });

test('frequencies fall from 1 by equal ratios', () => {
  expect(plain[0]).toBe(1);
  for (const [index, frequency] of plain.entries()) expect(frequency).toBeCloseTo(10_000 ** (-index / 8), 6);
});

test('llama3 keeps short waves, divides long ones, and lies between for the rest', () => {
  const rope = {
    kind: 'llama3',
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalPositions: 256,
  } as const;
  const kinds = frequenciesOf(rope).map((frequency, index) => {
    const before = plain[index] as number;
    if (frequency === before) return 'kept';
    return Math.abs(frequency * 8 - before) < 1e-6 * before ? 'divided' : 'between';
  });
  const wavelengths = plain.map((frequency) => (2 * Math.PI) / frequency);
  const expected = wavelengths.map((length) => (length < 64 ? 'kept' : length > 256 ? 'divided' : 'between'));
  expect(kinds).toEqual(expected);
  expect(new Set(kinds).size).toBe(3);
});

const scaling = fc.oneof(
  fc.record({ kind: fc.constant('linear' as const), factor: fc.double({ min: 1, max: 64, noNaN: true }) }),
  fc.record({
    kind: fc.constant('llama3' as const),
    factor: fc.double({ min: 1, max: 64, noNaN: true }),
    lowFrequencyFactor: fc.double({ min: 0.5, max: 2, noNaN: true }),
    highFrequencyFactor: fc.double({ min: 3, max: 8, noNaN: true }),
    originalPositions: fc.integer({ min: 1, max: 1 << 20 }),
  }),
  fc.record({
    kind: fc.constant('yarn' as const),
    factor: fc.double({ min: 1, max: 64, noNaN: true }),
    attentionFactor: fc.double({ min: 0.5, max: 2, noNaN: true }),
    betaFast: fc.double({ min: 4, max: 64, noNaN: true }),
    betaSlow: fc.double({ min: 0.5, max: 3, noNaN: true }),
    originalPositions: fc.integer({ min: 1, max: 1 << 20 }),
    truncate: fc.boolean(),
  }),
);

test('every scaling leaves each frequency between a factor-th of itself and itself', () => {
  fc.assert(
    fc.property(
      scaling,
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 2, max: 5e6 }),
      (rope, half, theta) => {
        const before = frequenciesOf({ kind: 'default' }, 2 * half, theta);
        for (const [index, frequency] of frequenciesOf(rope, 2 * half, theta).entries()) {
          const full = before[index] as number;
          expect(frequency).toBeLessThanOrEqual(full * (1 + 1e-6));
          expect(frequency).toBeGreaterThanOrEqual((full / rope.factor) * (1 - 1e-6));
        }
      },
    ),
  );
});
