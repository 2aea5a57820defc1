// Reads and writes safetensors files; writes float32 only.
import { open } from 'node:fs/promises';
import type { Phase } from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';
import { decodeBfloat16, decodeFloat16 } from './half-precision.js';
import {
  parseHeader,
  parseHeaderLength,
  type SafetensorsHeader,
  type TensorEntry,
} from './safetensors-header.js';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The checked header of a file; no tensor data is read. */
export async function readSafetensorsHeader(file: string): Promise<Phase<SafetensorsHeader>> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const prefix = Buffer.alloc(8);
      await handle.read(prefix, 0, 8, 0);
      const length = parseHeaderLength(prefix, size);
      if (typeof length !== 'number') return malformed(file, length.problem);
      const bytes = Buffer.alloc(length);
      await handle.read(bytes, 0, length, 8);
      const header = parseHeader(bytes, size);
      return 'problem' in header ? malformed(file, header.problem) : [header, []];
    } finally {
      await handle.close();
    }
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read');
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

const malformed = (file: string, problem: string): Phase<never> => [
  undefined,
  [report('model/malformed-safetensors', { file, problem })],
];

/** Raw bytes of the named tensors, in the header's order, one after the other. */
export async function* readTensorBytes(
  file: string,
  entries: readonly TensorEntry[],
): AsyncGenerator<readonly [TensorEntry, Uint8Array<ArrayBuffer>]> {
  const handle = await open(file, 'r');
  try {
    for (const entry of entries) {
      const bytes = new Uint8Array(entry.end - entry.begin);
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, entry.begin + done);
        if (bytesRead === 0) throw new Error(`${file} became shorter while it was read`);
        done += bytesRead;
      }
      yield [entry, bytes];
    }
  } finally {
    await handle.close();
  }
}

/** Whether `decodeTensor` reads this type. */
export const isFloatDtype = (dtype: string): boolean =>
  dtype === 'F32' || dtype === 'BF16' || dtype === 'F16';

/** Float32 values of a tensor's little-endian bytes (F32, BF16 or F16). */
export function decodeTensor({ dtype }: TensorEntry, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const bits = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const values = new Float32Array(bits.length);
  if (dtype === 'BF16') decodeBfloat16(bits, values);
  else if (dtype === 'F16') decodeFloat16(bits, values);
  else throw new Error(`${dtype} is no floating-point type of at most 32 bits`);
  return values;
}

/** The bytes of a safetensors file with these float32 tensors, in this order; equal tensors give equal bytes. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded);
  bytes.set(text, 8);
  let place = 8 + padded;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    place += data.byteLength;
  }
  return bytes;
}
