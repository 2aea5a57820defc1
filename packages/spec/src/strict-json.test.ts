import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson, repeatedKey } from './strict-json.js';

const parse = (text: string) => parseStrictJson(new TextEncoder().encode(text));
const problemOf = (text: string): string => (parse(text) as { problem?: string }).problem ?? 'none';

test('parses whatever JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value);
      expect(parse(text)).toEqual({ value: JSON.parse(text) });
    }),
  );
});

test('refuses with JSON.parse whatever that refuses, and never throws', () => {
  const parses = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', '\\', ':', 'NaN', '\u0000'))
    .map(([text, at, piece]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + piece + text.slice(place + 1);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      const result = parse(text);
      expect(typeof ('problem' in result ? result.problem : '')).toBe('string');
      expect('problem' in result || parses(text)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['{"a": 1, "b": {"a": 2}, "a": 3}', 'it has the key "a" twice'],
  ['{"a": 1, "\\u0061": 2}', 'it has the key "a" twice'],
  ['[{"a": 1}, {"a": "\\"a\\": 1"}]', 'none'],
  ['{"a": "a"}', 'none'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'it is nested deeper than 64 levels'],
  ['{"a": 1e999}', 'it holds a number beyond counting'],
])('%.60s', (text, problem) => {
  expect(problemOf(text)).toBe(problem);
});

test.each(['{"a": NaN}', '{"a": Infinity}', '{', '', '{"a": 1}}'])('%s is no JSON', (text) => {
  expect(problemOf(text)).toContain('it is no JSON');
});

test('bytes that are no UTF-8 are refused', () => {
  expect(parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ problem: 'it is no UTF-8 text' });
});

test('the key that stands twice is named, however it is written', () => {
  expect(repeatedKey('{"a": {"b": 1, "\\u0062": 2}}')).toBe('"b"');
  expect(repeatedKey('{"a\\\\": 1, "a": [{"c": "\\"c\\": 1"}]}')).toBeUndefined();
  expect(repeatedKey(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeUndefined();
});
