// Printed paths read back as what they were.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PathPart, parsePath, printPath } from './path.js';

test('prints as people write them', () => {
  expect(printPath(['tiers', 1, 'budget'])).toBe('tiers[1].budget');
  expect(printPath(['datasets', 'my data', 'path'])).toBe('datasets["my data"].path');
  expect(printPath([])).toBe('');
});

test('reads back any path that begins with a name', () => {
  const part = fc.oneof(fc.string(), fc.nat());
  fc.assert(
    fc.property(fc.array(part as fc.Arbitrary<PathPart>, { minLength: 1 }), (path) => {
      expect(parsePath(printPath(path))).toEqual(path);
    }),
  );
});

test.each(['', 'a..b', 'a[', 'a[x]', '.a', 'a b', 'a]'])('%j is no path', (text) => {
  expect(parsePath(text)).toBeUndefined();
});
