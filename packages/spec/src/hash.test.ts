import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, contentKey, sha256 } from './hash.js';

const shuffleKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffleKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffleKeys(member)]),
  );
};

describe('canonicalJson', () => {
  test('sorts keys at every depth and leaves out undefined members', () => {
    expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}');
  });

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each([Number.NaN, Infinity, -Infinity, undefined, () => 1, 1n])('refuses %s', (value) => {
    expect(() => canonicalJson({ value: [value] })).toThrow('has no JSON form');
  });

  test('does not mistake keys of the prototype', () => {
    expect(canonicalJson(JSON.parse('{"__proto__": 1, "constructor": 2}'))).toBe(
      '{"__proto__":1,"constructor":2}',
    );
  });
});

describe('contentKey', () => {
  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(contentKey(shuffleKeys(value))).toBe(contentKey(value));
      }),
    );
  });

  test('tells 1 from "1", [] from {}, null from nothing', () => {
    const values = [1, '1', [], {}, null, [null], { a: null }, false];
    expect(new Set(values.map(contentKey)).size).toBe(values.length);
  });
});

test('sha256: the published answer for "abc", as text and as bytes', () => {
  const answer = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256('abc')).toBe(answer);
  expect(sha256(Uint8Array.of(0x61, 0x62, 0x63))).toBe(answer);
});
