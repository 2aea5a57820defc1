import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenWeights } from './aggregation.js';

const masks = [
  [0, 1, 1, 1],
  [1, 0],
  [0, 0, 0],
];

describe('tokenWeights', () => {
  test('token-mean: every token of the batch counts the same', () => {
    expect(tokenWeights('token-mean', masks).map((row) => [...row])).toEqual([
      [0, 0.25, 0.25, 0.25],
      [0.25, 0],
      [0, 0, 0],
    ]);
  });

  test('token-sum: every token counts in full', () => {
    expect(tokenWeights('token-sum', masks).map((row) => [...row])).toEqual([
      [0, 1, 1, 1],
      [1, 0],
      [0, 0, 0],
    ]);
  });

  test('seq-mean-token-mean: every sequence counts the same, an empty one not at all', () => {
    const third = Math.fround(1 / 6);
    expect(tokenWeights('seq-mean-token-mean', masks).map((row) => [...row])).toEqual([
      [0, third, third, third],
      [0.5, 0],
      [0, 0, 0],
    ]);
  });

  test('seq-mean-token-sum: long sequences count more', () => {
    expect(tokenWeights('seq-mean-token-sum', masks).map((row) => [...row])).toEqual([
      [0, 0.5, 0.5, 0.5],
      [0.5, 0],
      [0, 0, 0],
    ]);
  });

  test('seq-mean-token-sum-norm: a constant divides', () => {
    expect([...tokenWeights('seq-mean-token-sum-norm', masks, { normalizer: 8 })[0]!]).toEqual([
      0, 0.125, 0.125, 0.125,
    ]);
    expect([...tokenWeights('seq-mean-token-sum-norm', masks)[1]!]).toEqual([0.25, 0]);
  });

  test('no active token, no weight: never a division by zero', () => {
    for (const mode of [
      'token-mean',
      'token-sum',
      'seq-mean-token-mean',
      'seq-mean-token-sum',
      'seq-mean-token-sum-norm',
    ] as const) {
      expect(tokenWeights(mode, [[0, 0], []]).map((row) => [...row])).toEqual([[0, 0], []]);
    }
  });

  test('the weights of the two means sum to 1', () => {
    const rows = fc.array(fc.array(fc.boolean(), { maxLength: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('token-mean' as const, 'seq-mean-token-mean' as const),
        (batch, mode) => {
          fc.pre(batch.some((row) => row.includes(true)));
          const total = tokenWeights(mode, batch).reduce(
            (sum, row) => sum + row.reduce((a, b) => a + b, 0),
            0,
          );
          expect(total).toBeCloseTo(1, 5);
        },
      ),
    );
  });
});
