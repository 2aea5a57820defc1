import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.js';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['tset', 'test', 2],
  ])('%j and %j are %i apart', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test('is a metric', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

test('nearest answers a slip, not another word', () => {
  const codes = ['tiers/not-ascending', 'tiers/over-cap', 'dataset/missing-file'];
  expect(nearest('tiers/not-ascendin', codes)).toBe('tiers/not-ascending');
  expect(nearest('tset', ['train', 'test'])).toBe('test');
  expect(nearest('weather', codes)).toBeUndefined();
});
