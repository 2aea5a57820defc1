// A pattern matches as its regular expression would, and never takes long.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesPath } from './match-path.js';

test.each([
  ['main/train-00000.parquet', 'main/train-*.parquet', true],
  ['main/train-00000.parquet', '*.parquet', false],
  ['a/b/c.jsonl', '*/*/*.jsonl', true],
  ['ab', 'a*b*', true],
  ['aa', 'a*a*a', false],
  ['(a)+', '(a)+', true],
])('%s by %s: %s', (path, pattern, matches) => {
  expect(matchesPath(path, pattern)).toBe(matches);
});

test('agrees with a regular expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '.'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (path, pattern) => {
      const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'));
      expect(matchesPath(path, pattern)).toBe(new RegExp(`^${parts.join('[^/]*')}$`).test(path));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of many stars on a long name', () => {
  expect(matchesPath('a'.repeat(100_000), `${'*a'.repeat(50)}*b`)).toBe(false);
});
