// Reads the goldens that PyTorch wrote.
import { readdirSync, readFileSync } from 'node:fs';
import type { PolicyGradientLoss, Tensor } from '@allot/graph';
import type { Aggregation } from '@allot/spec';

export interface Golden {
  readonly torch: string;
  /** A Hugging Face config.json */
  readonly config: unknown;
  readonly objective: 'policy-gradient' | 'supervised';
  /** What the policy gradient is made of; absent: a clipped surrogate alone. */
  readonly form?: Omit<PolicyGradientLoss, 'kind'>;
  readonly aggregation: Aggregation;
  readonly normalizer: number;
  readonly optimizer: Readonly<Record<string, number>>;
  readonly optimizer_steps: number;
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly tensors: Readonly<Record<string, EncodedTensor>>;
}

interface EncodedTensor {
  readonly type: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly base64: string;
}

export const goldenFolder = new URL('golden/', import.meta.url);

export function listGoldens(): readonly string[] {
  return readdirSync(goldenFolder).filter((file) => file.endsWith('.json'));
}

export function readGolden(file: string, folder: URL = goldenFolder): Golden {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden;
}

export function decodeTensor(golden: Golden, name: string): Tensor {
  const encoded = golden.tensors[name];
  if (encoded === undefined) throw new Error(`the golden has no tensor '${name}'`);
  const bytes = Uint8Array.from(Buffer.from(encoded.base64, 'base64'));
  const values = encoded.type === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
  return { shape: encoded.shape, data: Float64Array.from(values) };
}
