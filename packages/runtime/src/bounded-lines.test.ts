import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from './bounded-lines.js';

async function linesOf(chunks: readonly Uint8Array[], most = 1000) {
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const lines: string[] = [];
  let tooLong = 0;
  readLines(stream, most, { line: (text) => lines.push(text), tooLong: () => tooLong++ });
  await new Promise((resolve) => stream.on('end', resolve));
  return { lines, tooLong };
}

test('lines are whole, wherever the stream is cut', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text)));
  await fc.assert(
    fc.asyncProperty(texts, fc.array(fc.nat(200)), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(await linesOf(chunks.filter(({ length }) => length > 0))).toEqual({ lines, tooLong: 0 });
    }),
  );
});

test('a line that never ends is told about once, and is not kept', async () => {
  const chunk = Buffer.from('x'.repeat(60));
  expect(await linesOf([Buffer.from('one\n'), chunk, chunk, chunk, Buffer.from('\ntwo\n')], 100)).toEqual({
    lines: ['one'],
    tooLong: 1,
  });
});
