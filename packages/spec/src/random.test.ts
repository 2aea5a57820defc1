import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RandomPurpose, randomStream, shuffledIndices } from './random.js';

const numbers = (count: number, seed: number, purpose: RandomPurpose, ...address: number[]): number[] => {
  const stream = randomStream(seed, purpose, ...address);
  return Array.from({ length: count }, (_, index) => stream.at(index));
};

/** Pearson's correlation. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((x, i) => (x - ma) * (b[i]! - mb)));
  return product / Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
}

describe('a stream', () => {
  test('numbers lie in [0, 1), whatever the key', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.array(fc.integer(), { maxLength: 6 }),
        fc.maxSafeNat(),
        (seed, address, index) => {
          const value = randomStream(seed, 'sampling', ...address).at(index);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
        },
      ),
    );
  });

  test('is uniform: chi-squared over 64 cells, along the index and along the address', () => {
    const along = [
      numbers(16_384, 1, 'sampling', 2, 3),
      Array.from({ length: 16_384 }, (_, step) => randomStream(1, 'sampling', step, 3).at(0)),
    ];
    for (const values of along) {
      const cells = Array.from({ length: 64 }, () => 0);
      for (const value of values) cells[Math.floor(value * 64)]!++;
      const chiSquared = cells.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
      // 63 degrees of freedom: 0.1% lie above 103.4, 0.1% below 33.
      expect(chiSquared).toBeLessThan(103.4);
      expect(chiSquared).toBeGreaterThan(33);
    }
  });

  test('does not depend on what was asked before', () => {
    const stream = randomStream(7, 'sampling', 1);
    const forward = [0, 1, 2, 3].map((index) => stream.at(index));
    expect([3, 2, 1, 0].map((index) => stream.at(index)).reverse()).toEqual(forward);
    expect(randomStream(7, 'sampling', 1).at(3)).toBe(forward[3]);
  });

  test('is another one for another seed, purpose or address, uncorrelated with the first', () => {
    const base = numbers(4096, 1, 'sampling', 1, 2);
    const others = [
      numbers(4096, 2, 'sampling', 1, 2),
      numbers(4096, 1 + 2 ** 32, 'sampling', 1, 2),
      numbers(4096, 1, 'environment', 1, 2),
      numbers(4096, 1, 'sampling', 2, 1),
      numbers(4096, 1, 'sampling', 1, 3),
      numbers(4096, 1, 'sampling', 1, -2),
      numbers(4096, 1, 'sampling', 1, 2 + 2 ** 32),
      numbers(4096, 1, 'sampling', 1, 2, 0),
      numbers(4096, 1, 'sampling', 1),
    ];
    for (const other of others) expect(Math.abs(correlation(base, other))).toBeLessThan(0.06);
  });

  test('addresses do not collide', () => {
    const first = new Set<number>();
    for (let step = 0; step < 40; step++)
      for (let problem = 0; problem < 16; problem++)
        for (let rollout = -1; rollout < 15; rollout++) {
          const stream = randomStream(1, 'sampling', step, problem, rollout);
          first.add(stream.at(0) + stream.at(1) * 2 ** 24);
        }
    expect(first.size).toBe(40 * 16 * 16);
  });

  test('these numbers never change: runs on disk depend on them', () => {
    const stream = randomStream(42, 'sampling', 1, 2, 3);
    expect([0, 1, 2 ** 32].map((index) => stream.at(index) * 2 ** 24)).toMatchInlineSnapshot(`
      [
        6991030,
        4503782,
        5524698,
      ]
    `);
    expect([...shuffledIndices(10, randomStream(42, 'order', 0))]).toMatchInlineSnapshot(`
      [
        3,
        1,
        8,
        6,
        2,
        9,
        4,
        5,
        0,
        7,
      ]
    `);
  });
});

test('shuffledIndices is a permutation, and every place is as likely', () => {
  const places = Array.from({ length: 3000 }, (_, epoch) => {
    const order = [...shuffledIndices(5, randomStream(1, 'order', epoch))];
    expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    return order.indexOf(0);
  });
  for (let place = 0; place < 5; place++)
    expect(places.filter((value) => value === place).length / places.length).toBeCloseTo(0.2, 1);
});
