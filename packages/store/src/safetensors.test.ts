import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { decodeFloats, openSafetensors, readTensor, writeSafetensors } from './safetensors.js';

const folder = temporaryFolder();
const file = path.join(folder, 'model.safetensors');

/** A file with this header and this many zero bytes of data. */
function write(header: unknown, dataBytes: number, claimed?: bigint): void {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(text.length));
  writeFileSync(file, Buffer.concat([length, text, Buffer.alloc(dataBytes)]));
}

async function problemOf(): Promise<string> {
  const [tensors, diagnostics] = await openSafetensors(file);
  expect(tensors).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['model/malformed-safetensors']);
  return diagnostics[0]?.message ?? '';
}

test('tensors come back as they were written', async () => {
  const tensors = [
    { name: 'b', shape: [2, 2], data: Float32Array.of(1, -2, Number.NaN, 1e-40) },
    { name: 'a', shape: [], data: Float32Array.of(5) },
    { name: 'none', shape: [0, 7], data: new Float32Array() },
  ];
  await writeSafetensors(file, tensors, { format: 'pt', made: 'here' });
  const [stored = []] = await openSafetensors(file);
  const read = await Promise.all(
    stored.map(async (tensor) => {
      const { name, shape } = tensor;
      const data: number[] = [];
      for await (const { bytes } of readTensor(tensor)) data.push(...decodeFloats('F32', bytes));
      return { name, shape, data: Float32Array.from(data) };
    }),
  );
  expect(read.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(
    tensors.toSorted((a, b) => a.name.localeCompare(b.name)),
  );
});

test('a tensor larger than a piece is read and written in pieces', async () => {
  const data = Float32Array.from({ length: 5_000_001 }, (_, i) => i);
  await writeSafetensors(file, [{ name: 'large', shape: [data.length], data }]);
  const [[tensor] = []] = await openSafetensors(file);
  const read = new Float32Array(data.length);
  const places: number[] = [];
  for await (const { at, bytes } of readTensor(tensor as NonNullable<typeof tensor>)) {
    places.push(at);
    read.set(decodeFloats('F32', bytes), at / 4);
  }
  expect(places).toEqual([0, 1 << 24]);
  expect(read.every((value, i) => value === data[i])).toBe(true);
});

test('the data begins at a multiple of eight bytes, as the reference implementation has it', async () => {
  for (const name of ['a', 'ab', 'abc']) {
    await writeSafetensors(file, [{ name, shape: [1], data: Float32Array.of(1) }]);
    expect(readFileSync(file).readBigUInt64LE(0) % 8n).toBe(0n);
  }
});

const entry = (dtype: string, shape: unknown, from: unknown, to: unknown) => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('refuses', () => {
  test.each([
    ['a header longer than the file', {}, 0, 100n, 'claims 100 bytes, but the file has'],
    ['an absurd header length', {}, 0, 2n ** 63n, 'claims 9223372036854775808 bytes'],
    ['a tensor named twice', '{"a":{},"a":{}}', 0, undefined, 'the key "a" twice'],
    ['a deep header', `${'['.repeat(1e5)}${']'.repeat(1e5)}`, 0, undefined, 'nested deeper'],
    ['a header that is no JSON', '{"a":', 0, undefined, 'no JSON'],
    ['a header that is a list', [], 0, undefined, 'no JSON object'],
    ['a tensor without description', { a: 3 }, 0, undefined, '"a" has no description'],
    ['an unknown type', { a: entry('F33', [1], 0, 4) }, 4, undefined, 'unknown type "F33"'],
    [
      'the name of an inherited property as type',
      { a: entry('toString', [1], 0, 4) },
      4,
      undefined,
      'unknown type',
    ],
    ['a negative size', { a: entry('F32', [-1], 0, 4) }, 4, undefined, 'no valid shape'],
    ['a fractional size', { a: entry('F32', [0.5], 0, 2) }, 2, undefined, 'no valid shape'],
    ['a shape beyond counting', { a: entry('F32', [2 ** 40, 2 ** 40], 0, 4) }, 4, undefined, 'absurd shape'],
    [
      'a shape that needs more bytes',
      { a: entry('F32', [2], 0, 4) },
      4,
      undefined,
      '4 bytes, but its shape needs 8',
    ],
    ['offsets beyond the file', { a: entry('F32', [2], 0, 8) }, 4, undefined, 'outside the file'],
    ['offsets in reverse', { a: entry('F32', [1], 4, 0) }, 4, undefined, 'outside the file'],
    ['offsets that are texts', { a: entry('F32', [1], '0', '4') }, 4, undefined, 'no valid offsets'],
    [
      'overlapping tensors',
      { a: entry('F32', [1], 0, 4), b: entry('F32', [1], 0, 4) },
      4,
      undefined,
      '"b" overlaps',
    ],
    [
      'a hole',
      { a: entry('F32', [1], 0, 4), b: entry('F32', [1], 8, 12) },
      12,
      undefined,
      'hole before the tensor "b"',
    ],
    ['bytes of no tensor', { a: entry('F32', [1], 0, 4) }, 6, undefined, '2 bytes that belong to no tensor'],
    ['metadata that is no map of texts', { __metadata__: { a: 1 } }, 0, undefined, '__metadata__'],
  ])('%s', async (_, header, bytes, claimed, problem) => {
    write(header, bytes, claimed);
    expect(await problemOf()).toContain(problem);
  });

  test('an empty file', async () => {
    writeFileSync(file, '');
    expect(await problemOf()).toContain('only 0 bytes');
  });

  test('a header that is no UTF-8', async () => {
    writeFileSync(file, Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([0xff, 0xfe])]));
    expect(await problemOf()).toContain('no UTF-8');
  });
});

test('any damage to a valid file is refused or leaves a consistent header; nothing is thrown', async () => {
  await writeSafetensors(file, [
    { name: 'a', shape: [2], data: Float32Array.of(1, 2) },
    { name: 'b', shape: [1, 3], data: Float32Array.of(3, 4, 5) },
  ]);
  const whole = readFileSync(file);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.nat(255),
      fc.nat(whole.length),
      async (at, byte, length) => {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        writeFileSync(file, damaged.subarray(0, length));
        const [tensors, diagnostics] = await openSafetensors(file);
        expect(diagnostics.length).toBe(tensors ? 0 : 1);
        for (const tensor of tensors ?? []) expect(tensor.end).toBeLessThanOrEqual(length);
      },
    ),
    { numRuns: 200 },
  );
});

test('a missing file is a diagnostic', async () => {
  const [, diagnostics] = await openSafetensors(path.join(folder, 'nowhere'));
  expect(diagnostics[0]?.code).toBe('store/missing-file');
});

const decode = (dtype: 'F16' | 'BF16', bits: readonly number[]): number[] => {
  const bytes = new Uint8Array(Uint16Array.from(bits).buffer);
  return Array.from(decodeFloats(dtype, bytes));
};

test('half precision: the numbers of IEEE 754-2008 and of bfloat16', () => {
  expect(decode('F16', [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00, 0x3555])).toEqual([
    1,
    -2,
    65504,
    2 ** -14,
    2 ** -24,
    -0,
    Number.POSITIVE_INFINITY,
    0.333251953125,
  ]);
  expect(decode('F16', [0x7e00])[0]).toBeNaN();
  expect(decode('BF16', [0x3f80, 0xc000, 0x0001, 0x7f80, 0x4049])).toEqual([
    1,
    -2,
    2 ** -133,
    Number.POSITIVE_INFINITY,
    3.140625,
  ]);
});
