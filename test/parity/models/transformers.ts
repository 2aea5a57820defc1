// Runs transformers on the cases, and reads what it found.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tensor } from '@allot/graph';
import { python } from '../python.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Case {
  /** Bytes at which Allot begins another file of weights when it saves the model; absent: its own limit. */
  readonly savedShardBytes?: number;
}

export const cases = JSON.parse(readFileSync(here('cases.json'), 'utf8')) as Readonly<Record<string, Case>>;

interface EncodedTensor {
  readonly type: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly base64: string;
}

/** expected.json of a case: float32, of the weights as the folder holds them. */
export interface Expected {
  /** Tokens of each row that begin the greedy responses. */
  readonly prompt: number;
  readonly optimizer: Readonly<
    Record<'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'maxGradientNorm', number>
  >;
  readonly loss: number;
  /** In PyTorch's order, in which the flat `gradient` and `update` are. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly tensors: Readonly<
    Record<'tokens' | 'greedy' | 'logits' | 'gradient' | 'log_probabilities' | 'update', EncodedTensor>
  >;
}

/** loaded.json of a case. */
export interface Loaded {
  /** Warnings, and keys that are missing, unexpected or mismatched. */
  readonly complaints: readonly string[];
  readonly dtype: string;
  readonly logits: EncodedTensor;
}

export const writeModels = (folder: string): void => run('write', here('cases.json'), folder);
export const loadSaved = (folder: string): void => run('load', folder);

/** What transformers makes of a config: `frequencies` in radians a position, one for each pair of dimensions. */
export interface Rotary {
  readonly config: unknown;
  readonly frequencies: readonly number[];
  readonly attentionFactor: number;
}

export function readRotary(folder: string): Readonly<Record<string, Rotary>> {
  run('rotary', here('rotary-cases.json'), folder);
  return JSON.parse(readFileSync(join(folder, 'rotary.json'), 'utf8')) as Readonly<Record<string, Rotary>>;
}

function run(...args: readonly string[]): void {
  execFileSync(python, [here('run-transformers.py'), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export const readResult = <T>(folder: string, name: string, file: string): T =>
  JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as T;

export function decodeTensor({ type, shape, base64 }: EncodedTensor): Tensor {
  const { buffer } = Uint8Array.from(Buffer.from(base64, 'base64'));
  return {
    shape,
    data: Float64Array.from(type === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer)),
  };
}
