// Lists of sequences as tensors of a .safetensors file: NAME holds all values, NAME.lengths the length of each.
import { readFile, writeFile } from 'node:fs/promises';
import {
  encodeHeader,
  type NamedTensor,
  parseHeader,
  parseHeaderLength,
  type TensorData,
} from '@allot/store';

type Type<Data extends TensorData> = new (length: number) => Data;

/** The list as two tensors. */
export function joinList<Data extends TensorData>(
  name: string,
  list: readonly ArrayLike<number>[],
  type: Type<Data>,
): readonly NamedTensor[] {
  const lengths = Int32Array.from(list, ({ length }) => length);
  const data = new type(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const values of list) {
    data.set(values, at);
    at += values.length;
  }
  return [vector(name, data), vector(`${name}.lengths`, lengths)];
}

export const vector = (name: string, data: TensorData): NamedTensor => ({ name, shape: [data.length], data });

/** Wide elements come first, so that every tensor lies at a multiple of its element's size. */
export async function writeTensorFile(file: string, tensors: readonly NamedTensor[]): Promise<void> {
  const ordered = tensors.toSorted((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const bytes = ordered.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  await writeFile(file, [encodeHeader(ordered, { format: 'pt' }), ...bytes]);
}

export interface TensorFile {
  readonly values: <Data extends TensorData>(name: string, type: Type<Data>) => Data;
  /** The sequences of a list, as copies. */
  readonly list: <Data extends TensorData>(name: string, type: Type<Data>) => Data[];
}

/** Reads a file of the worker's. A file that is not as agreed is a bug. */
export async function readTensorFile(file: string): Promise<TensorFile> {
  const content = await readFile(file);
  const length = parseHeaderLength(content.subarray(0, 8), content.length);
  if (typeof length !== 'number') throw new Error(`${file}: ${length.problem}`);
  const header = parseHeader(content.subarray(8, 8 + length), content.length);
  if ('problem' in header) throw new Error(`${file}: ${header.problem}`);
  const places = new Map(header.tensors.map((tensor) => [tensor.name, tensor]));

  function values<Data extends TensorData>(name: string, type: Type<Data>): Data {
    const { begin = 0, end = 0 } = places.get(name) ?? {};
    const bytes = content.subarray(begin, end);
    const data = new type(0);
    const made = new type(bytes.length / data.BYTES_PER_ELEMENT);
    new Uint8Array(made.buffer).set(bytes);
    return made;
  }

  return {
    values,
    list: (name, type) => {
      const all = values(name, type);
      let at = 0;
      return Array.from(values(`${name}.lengths`, Int32Array), (size) => {
        const part = all.slice(at, at + size) as typeof all;
        at += size;
        return part;
      });
    },
  };
}
