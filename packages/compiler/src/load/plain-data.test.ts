// What a definition exports becomes plain data, or is named as what it is.
import { expect, test } from 'vitest';
import { plainData } from './plain-data.js';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

test('a value of many levels is copied, one of too many is named', () => {
  expect(plainData(nested(64))).toEqual([nested(64), []]);
  expect(plainData(nested(65))[1]).toEqual([{ path: 'a.a.a', actual: 'nested deeper than 64 levels' }]);
});

test('a value that contains itself is named where it does', () => {
  const value: Record<string, unknown> = { list: [] };
  (value.list as unknown[]).push(value);
  expect(plainData(value)[1]).toEqual([{ path: 'list[0]', actual: 'a value that contains itself' }]);
});

test('a key called like the prototype stays a key', () => {
  const [copy] = plainData(JSON.parse('{"__proto__": {"polluted": 1}}'));
  expect(Object.keys(copy as object)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});
