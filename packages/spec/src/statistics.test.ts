import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from './random.js';
import {
  average,
  clusterBootstrapInterval,
  clusterShareInterval,
  meanInterval,
  quantileOfSorted,
  wilsonInterval,
} from './statistics.js';

test('the bounds of Wilson are the shares that lie 1.96 of their own standard errors away', () => {
  for (const p of wilsonInterval(15, 20)) {
    expect(Math.abs(15 / 20 - p) / Math.sqrt((p * (1 - p)) / 20)).toBeCloseTo(1.959964, 5);
  }
  expect(wilsonInterval(0, 10)[0]).toBe(0);
  expect(wilsonInterval(0, 10)[1]).toBeCloseTo(3.841459 / 13.841459, 6);
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});

test('Wilson holds the share and stays inside [0, 1]', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (a, b) => {
      const [successes, n] = [Math.min(a, b), Math.max(a, b, 1)];
      const [low, high] = wilsonInterval(successes, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(successes / n + 1e-12);
      expect(high).toBeGreaterThanOrEqual(successes / n - 1e-12);
    }),
  );
});

test('the interval of a mean is mean +- 1.96 standard errors', () => {
  const [low, high] = meanInterval([1, 2, 3, 4]);
  const half = 1.959964 * Math.sqrt(5 / 3 / 4);
  expect(low).toBeCloseTo(2.5 - half, 5);
  expect(high).toBeCloseTo(2.5 + half, 5);
  expect(meanInterval([7])).toEqual([7, 7]);
  expect(meanInterval([])).toEqual([0, 0]);
});

test('a bootstrap over clusters repeats exactly and is wider than one over their samples', () => {
  const clusters = Array.from({ length: 50 }, (_, i) => Array.from({ length: 8 }, () => i % 2));
  const options = { stream: randomStream(3, 'bootstrap', 1) };
  const over = clusterBootstrapInterval(clusters, options);
  expect(clusterBootstrapInterval(clusters, options)).toEqual(over);
  const flat = clusterBootstrapInterval(
    clusters.flat().map((value) => [value]),
    options,
  );
  expect(over[1] - over[0]).toBeGreaterThan(2 * (flat[1] - flat[0]));
  expect(over[0]).toBeLessThan(0.5);
  expect(over[1]).toBeGreaterThan(0.5);
});

test('a bootstrap of single samples comes near the normal interval', () => {
  const stream = randomStream(1, 'problem');
  const values = Array.from({ length: 400 }, (_, i) => stream.at(i));
  const [low, high] = clusterBootstrapInterval(values.map((value) => [value]));
  const [normalLow, normalHigh] = meanInterval(values);
  expect(low).toBeCloseTo(normalLow, 1.8);
  expect(high).toBeCloseTo(normalHigh, 1.8);
});

test('problems that all agree are not taken for certainty', () => {
  const right = Array.from({ length: 5 }, () => [1, 1, 1]);
  expect(clusterShareInterval(right)).toEqual(wilsonInterval(5, 5));
  expect(clusterShareInterval([[0, 0]])).toEqual(wilsonInterval(0, 1));
  expect(clusterShareInterval([[1, 0]])).toEqual(wilsonInterval(0.5, 1));
  expect(clusterShareInterval([])).toEqual([0, 1]);
  const mixed = [
    [1, 0],
    [1, 1],
    [0, 0],
  ];
  expect(clusterShareInterval(mixed)).toEqual(clusterBootstrapInterval(mixed));
});

test('quantiles interpolate', () => {
  expect(quantileOfSorted([1, 2, 4], 0.75)).toBe(3);
  expect(quantileOfSorted([5], 0.3)).toBe(5);
  expect(average([])).toBe(0);
});
