import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UpdateBatch, UpdateSequence } from '../../../engine.js';
import { planMicrobatches } from './plan-microbatches.js';

const none = new Float32Array(0);

const sequence = (length: number, masked: number, mark: number): UpdateSequence => ({
  tokens: new Int32Array(length).fill(mark),
  weights: Float32Array.from({ length: length - 1 }, (_, target) => (target < masked ? 0 : mark)),
  advantages: new Float32Array(length - 1).fill(mark),
  oldLogProbabilities: new Float32Array(length - 1).fill(-mark),
});

const batchOf = (sequences: readonly UpdateSequence[], tokensPerMicrobatch: number): UpdateBatch => ({
  objective: 'policy-gradient',
  sequences,
  tokensPerMicrobatch,
  temperature: 1,
  clipLow: 0.2,
  clipHigh: 0.2,
  optimizer: { learningRate: 1, beta1: 0, beta2: 0, epsilon: 0, weightDecay: 0, maxGradientNorm: 0 },
});

const sequences = fc.array(
  fc
    .tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 3 }))
    .map(([length, masked]) => [length, masked] as const),
  { maxLength: 80 },
);

describe('planMicrobatches', () => {
  test('every trained target is in exactly one micro-batch, within the limit', () => {
    fc.assert(
      fc.property(sequences, fc.integer({ min: 1, max: 400 }), (shapes, limit) => {
        const all = shapes.map(([length, masked], index) => sequence(length, masked, index + 1));
        const microbatches = planMicrobatches(batchOf(all, limit)).flat();
        const seen = new Map<number, number>();
        for (const { rows, time, tokens, targets } of microbatches) {
          const { weights = none, advantages = none, old_log_probabilities: old = none } = targets;
          expect(rows === 1 || rows * time <= limit).toBe(true);
          expect([tokens.length, weights.length, advantages.length]).toEqual([
            rows * time,
            rows * (time - 1),
            rows * (time - 1),
          ]);
          weights.forEach((weight, target) => {
            if (weight === 0) return;
            const row = Math.floor(target / (time - 1));
            expect([tokens[row * time], advantages[target], old[target]]).toEqual([weight, weight, -weight]);
            seen.set(weight, (seen.get(weight) ?? 0) + 1);
          });
        }
        all.forEach(({ weights }, index) => {
          expect(seen.get(index + 1) ?? 0).toBe(weights.filter((weight) => weight !== 0).length);
        });
      }),
    );
  });

  test('work is spread over the lanes', () => {
    const lanes = planMicrobatches(
      batchOf(
        Array.from({ length: 64 }, (_, row) => sequence(20 + (row % 9), 0, 1)),
        512,
      ),
    );
    const loads = lanes.map((lane) => lane.reduce((sum, { rows, time }) => sum + rows * time, 0));
    expect(Math.min(...loads)).toBeGreaterThan(0.7 * Math.max(...loads));
  });

  test('little is padded: neighbours in length share a micro-batch', () => {
    const all = Array.from({ length: 256 }, (_, row) => sequence(10 + ((row * 37) % 64), 0, 1));
    const padded = planMicrobatches(batchOf(all, 1024))
      .flat()
      .reduce((sum, { rows, time }) => sum + rows * time, 0);
    const useful = all.reduce((sum, { tokens }) => sum + tokens.length, 0);
    expect(padded / useful).toBeLessThan(1.1);
  });

  test('tokens after the last trained one are left out', () => {
    const tail: UpdateSequence = {
      ...sequence(10, 0, 1),
      weights: Float32Array.of(0, 1, 1, 0, 0, 0, 0, 0, 0),
    };
    const [microbatch] = planMicrobatches(batchOf([tail], 512)).flat();
    expect(microbatch?.time).toBe(4);
  });
});
