// A copy of the model that comes with Allot, and ways to damage it.
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../models/tiny-base', import.meta.url));
const WEIGHTS = 'model.safetensors';

type Json = Record<string, unknown>;

interface TensorDescription {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Of model.safetensors: the description of each tensor, and the bytes behind the header. */
export interface Weights {
  readonly tensors: Record<string, TensorDescription>;
  data: Buffer;
}

export class DamagedFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    cpSync(source, path, { recursive: true });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  remove(name: string): void {
    rmSync(this.file(name));
  }

  /** Changes the bytes of a file. */
  bytes(name: string, change: (bytes: Buffer) => Uint8Array | string): void {
    writeFileSync(this.file(name), change(readFileSync(this.file(name))));
  }

  /** Changes values of config.json. */
  config(change: Json): void {
    this.bytes('config.json', (text) =>
      JSON.stringify({ ...(JSON.parse(text.toString()) as Json), ...change }),
    );
  }

  /** Changes model.safetensors, and may say how long its header claims to be. */
  weights(change: (weights: Weights) => void, claimed?: bigint): void {
    this.bytes(WEIGHTS, (whole) => {
      const weights = decodeWeights(whole);
      change(weights);
      return encodeWeights(weights, claimed);
    });
  }

  /** Changes how model.safetensors describes model.norm.weight: 64 numbers, its last. */
  tensor(change: Partial<TensorDescription>): void {
    this.weights(({ tensors }) => {
      Object.assign(tensors['model.norm.weight'] as TensorDescription, change);
    });
  }

  /** Puts each second tensor into b.safetensors, the others into a.safetensors, and changes the index. */
  split(change: (map: Record<string, string>) => Record<string, string> = (map) => map): void {
    const { tensors, data } = decodeWeights(readFileSync(this.file(WEIGHTS)));
    const map: Record<string, string> = {};
    for (const [odd, shard] of ['a.safetensors', 'b.safetensors'].entries()) {
      const part: Weights = { tensors: {}, data: Buffer.alloc(0) };
      for (const [name, tensor] of Object.entries(tensors).filter((_, index) => index % 2 === odd)) {
        const [from, to] = tensor.data_offsets;
        part.tensors[name] = { ...tensor, data_offsets: [part.data.length, part.data.length + to - from] };
        part.data = Buffer.concat([part.data, data.subarray(from, to)]);
        map[name] = shard;
      }
      writeFileSync(this.file(shard), encodeWeights(part));
    }
    this.remove(WEIGHTS);
    writeFileSync(this.file(`${WEIGHTS}.index.json`), JSON.stringify({ weight_map: change(map) }));
  }

  /** Replaces a file by a link to it at a place beside the folder. */
  link(name: string): void {
    const outside = `${this.path}-${name}`;
    renameSync(this.file(name), outside);
    symlinkSync(outside, this.file(name));
  }
}

function decodeWeights(whole: Buffer): Weights {
  const end = 8 + Number(whole.readBigUInt64LE());
  const { __metadata__: _, ...tensors } = JSON.parse(whole.toString('utf8', 8, end)) as Weights['tensors'];
  return { tensors, data: whole.subarray(end) };
}

function encodeWeights({ tensors, data }: Weights, claimed?: bigint): Buffer {
  const text = Buffer.from(JSON.stringify(tensors));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(text.length));
  return Buffer.concat([length, text, data]);
}
