// The header of a safetensors file, checked before a byte of data is read.
// Format: https://github.com/huggingface/safetensors (8-byte length, JSON header, data without holes).
import { isObject, parseStrictJson, showText } from '@allot/spec';

/** Bytes of an element, by dtype. */
export const dtypeBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
} as const satisfies Readonly<Record<string, number>>;
export type Dtype = keyof typeof dtypeBytes;

export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First and one past the last byte, from the beginning of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Longest header that is read, in bytes; the reference implementation's limit. */
export const maxHeaderBytes = 100_000_000;

/** The length of the header, or what is wrong with it. `prefix` is the first 8 bytes of a file of `fileBytes` bytes. */
export function parseHeaderLength(prefix: Uint8Array, fileBytes: number): number | { problem: string } {
  if (fileBytes < 8 || prefix.length < 8) return { problem: `it has only ${fileBytes} bytes` };
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) return { problem: `its header claims ${length} bytes` };
  if (length > BigInt(fileBytes - 8)) {
    return { problem: `its header claims ${length} bytes, but the file has ${fileBytes}` };
  }
  return Number(length);
}

/** The header's tensors, sorted by place, or what is wrong with them. */
export function parseHeader(header: Uint8Array, fileBytes: number): SafetensorsHeader | { problem: string } {
  const parsed = parseStrictJson(header);
  if ('problem' in parsed) return { problem: `its header cannot be used: ${parsed.problem}` };
  const json = parsed.value;
  if (!isObject(json)) return { problem: 'its header is no JSON object' };
  const start = 8 + header.length;
  const tensors: TensorEntry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata__') {
      if (!isObject(value) || !Object.values(value).every((text) => typeof text === 'string')) {
        return { problem: 'its __metadata__ is no map of texts' };
      }
      metadata = value as Record<string, string>;
      continue;
    }
    const entry = parseEntry(name, value, start, fileBytes);
    if ('problem' in entry) return entry;
    tensors.push(entry);
  }
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let place = start;
  for (const { name, begin, end } of tensors) {
    if (begin < place) return { problem: `the tensor ${showText(name)} overlaps another` };
    if (begin > place) return { problem: `there is a hole before the tensor ${showText(name)}` };
    place = end;
  }
  if (place !== fileBytes) return { problem: `it has ${fileBytes - place} bytes that belong to no tensor` };
  return { tensors, metadata };
}

function parseEntry(
  name: string,
  value: unknown,
  start: number,
  fileBytes: number,
): TensorEntry | { problem: string } {
  const tensor = `the tensor ${showText(name)}`;
  if (!isObject(value)) return { problem: `${tensor} has no description` };
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypeBytes, dtype)) {
    return {
      problem: `${tensor} has the unknown type ${showText(typeof dtype === 'string' ? dtype : typeof dtype)}`,
    };
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) return { problem: `${tensor} has no valid shape` };
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    return { problem: `${tensor} has no valid offsets` };
  }
  const [from, to] = offsets as [number, number];
  const bytes = shape.reduce((product: number, size: number) => product * size, dtypeBytes[dtype as Dtype]);
  if (!Number.isSafeInteger(bytes)) return { problem: `${tensor} has an absurd shape` };
  if (from > to || start + to > fileBytes) return { problem: `${tensor} lies outside the file` };
  if (to - from !== bytes)
    return { problem: `${tensor} has ${to - from} bytes, but its shape needs ${bytes}` };
  return { name, dtype: dtype as Dtype, shape, begin: start + from, end: start + to };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Values of a tensor that is written. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface NamedTensor<Data extends TensorData = TensorData> {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Data;
}

/** The beginning of a file of these tensors: the header's length, and the header, padded to 8 bytes. */
export function encodeHeader(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  return bytes;
}

function dtypeOf(data: TensorData): Dtype {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Int32Array ? 'I32' : 'U8';
}
