import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutStrings } from './cut-strings.js';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(text: string, longest: number, size = 7): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of cutStrings(inPieces(text, size), longest)) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

describe('strings are cut, and nothing else', () => {
  test.each([
    ['{"a": "1234567890", "b": 1234567890}', '{"a": "1234", "b": 1234567890}'],
    ['{"1234567890": 1}', '{"1234": 1}'],
    ['{"a": "12\\"34567890"}', '{"a": "12\\""}'],
    ['{"a": "123\\\\4567890"}', '{"a": "123\\\\"}'],
    ['{"a": "123\\u00e44567890"}', '{"a": "123\\u00e4"}'],
    ['{"a": "12äöü3"}', '{"a": "12ä"}'],
    ['{"a": "12🙂34"}', '{"a": "12🙂"}'],
    ['{"a": "not closed at all\n{"a": "1"}', '{"a": "not \n{"a": "1"}'],
    ['1234567890\n', '1234567890\n'],
    ['', ''],
  ])('%s', async (text, expected) => {
    for (const size of [1, 2, 3, 5, 1000]) expect(await cut(text, 4, size)).toBe(expected);
  });
});

test('JSON stays JSON, with the beginnings of its strings', () =>
  fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ unit: 'binary', maxLength: 60 })),
      fc.integer({ min: 3, max: 40 }),
      fc.integer({ min: 1, max: 50 }),
      async (row, longest, size) => {
        const read = JSON.parse(
          await cut(JSON.stringify(Object.values(row)), longest, size),
        ) as readonly string[];
        for (const [index, text] of Object.values(row).entries()) {
          expect(text.startsWith(read[index] as string)).toBe(true);
          const isShort = Buffer.byteLength(JSON.stringify(text)) - 2 <= longest;
          expect(isShort && read[index] !== text).toBe(false);
        }
      },
    ),
    { numRuns: 500 },
  ));
