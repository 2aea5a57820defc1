// Reads and writes safetensors files piece by piece.
import { open } from 'node:fs/promises';
import type { Phase } from '@allot/spec';
import { report } from './catalog.js';
import { readingFiles, shortFile } from './file-errors.js';
import { namingFile } from './files.js';
import { decodeBfloat16, decodeFloat16 } from './half-precision.js';
import {
  encodeHeader,
  type NamedTensor,
  parseHeader,
  parseHeaderLength,
  type TensorEntry,
} from './safetensors-header.js';

/** A tensor of a file. */
export interface StoredTensor extends TensorEntry {
  /** As messages name the file. */
  readonly file: string;
  /** Where it is opened: `file`, or what that links to. */
  readonly realFile: string;
}

/** Bytes that are read or written at once: a multiple of every element's size. */
const PIECE = 1 << 24;

/** The checked descriptions of a file's tensors, in the order of their places; no tensor data is read. */
export const openSafetensors = (file: string, realFile = file): Promise<Phase<readonly StoredTensor[]>> =>
  readingFiles(async () => {
    const handle = await open(realFile, 'r');
    try {
      const { size } = await handle.stat();
      const prefix = Buffer.alloc(8);
      await handle.read(prefix, 0, 8, 0);
      const length = parseHeaderLength(prefix, size);
      if (typeof length !== 'number') return malformed(file, length.problem);
      const bytes = Buffer.alloc(length);
      await handle.read(bytes, 0, length, 8);
      const header = parseHeader(bytes, size);
      if ('problem' in header) return malformed(file, header.problem);
      return [header.tensors.map((tensor) => ({ ...tensor, file, realFile })), []];
    } finally {
      await handle.close();
    }
  });

const malformed = (file: string, problem: string): Phase<never> => [
  undefined,
  [report('model/malformed-safetensors', { file, problem })],
];

/** The bytes of a tensor, in order, in pieces whose memory is used again. `at`: bytes before the piece. */
export async function* readTensor({
  file,
  realFile,
  begin,
  end,
}: StoredTensor): AsyncGenerator<{ readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const buffer = new Uint8Array(Math.min(PIECE, end - begin));
  const handle = await open(realFile, 'r');
  try {
    for (let at = 0; begin + at < end; at += buffer.length) {
      const bytes = buffer.subarray(0, Math.min(buffer.length, end - begin - at));
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, begin + at + done);
        if (bytesRead === 0) throw shortFile(file);
        done += bytesRead;
      }
      yield { at, bytes };
    }
  } finally {
    await handle.close();
  }
}

/** Bytes of an element of the types that `decodeFloats` reads; undefined for any other. */
export const floatBytes = (dtype: string): 2 | 4 | undefined =>
  dtype === 'F32' ? 4 : dtype === 'BF16' || dtype === 'F16' ? 2 : undefined;

/** Float32 values of little-endian bytes (F32, BF16 or F16); of F32 it is the same memory. */
export function decodeFloats(dtype: string, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const bits = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const values = new Float32Array(bits.length);
  if (dtype === 'BF16') decodeBfloat16(bits, values);
  else if (dtype === 'F16') decodeFloat16(bits, values);
  else throw new Error(`${dtype} is no floating-point type of at most 32 bits`);
  return values;
}

/**
 * Writes a safetensors file with these tensors, in this order; equal tensors give equal bytes. They have reached
 * the disk when this returns. File system errors are thrown.
 */
export async function writeSafetensors(
  file: string,
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  try {
    const handle = await open(file, 'w');
    try {
      await handle.writeFile(encodeHeader(tensors, metadata));
      for (const { data } of tensors) {
        const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        for (let at = 0; at < bytes.length; at += PIECE)
          await handle.writeFile(bytes.subarray(at, at + PIECE));
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw namingFile(error, file);
  }
}
