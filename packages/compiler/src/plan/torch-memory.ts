// What the torch engine's device must hold: weights and moments always, then either a rollout's caches or an update's layers.
import type { DecoderConfig } from '@allot/graph';
import { countDecoderParameters } from '@allot/graph';

export interface TorchWork {
  readonly device: 'cpu' | 'webgpu' | 'cuda';
  /** Tokens of a micro-batch. */
  readonly tokens: number;
  /** Tokens of the longest sequence. */
  readonly longest: number;
  /** Responses of a step; at most `rowsAtOnce` are sampled at once. */
  readonly rows: number;
  readonly hasReference: boolean;
}

/** Bytes at the peaks. */
export interface TorchMemory {
  readonly rollout: number;
  readonly update: number;
}

/** As the worker has them: `ROWS`, `LOGITS_AT_ONCE`, `PREFIX_TOKENS`. */
const rowsAtOnce = { cpu: 64, cuda: 256 } as const;
const LOGITS_AT_ONCE = 2 ** 26;
const PREFIX_TOKENS = 4096;

/** Python with torch and transformers loaded; a CUDA context with its libraries is taken to be as large. */
const PROCESS_BYTES = 350e6;
const FLOAT = 4;

/**
 * On the CPU all is float32, and every layer keeps what its gradient needs. On a GPU the model computes in bfloat16, rollouts read a
 * copy of the weights in it, and a layer keeps its input alone. Measured on the CPU only: within 15% of the peaks of
 * a policy of 40 million parameters.
 */
export function torchMemory(decoder: DecoderConfig, work: TorchWork): TorchMemory {
  const { vocabSize, hiddenSize, intermediateSize, layers, heads, keyValueHeads, headDim } = decoder;
  const half = work.device === 'cuda';
  const number = half ? 2 : FLOAT;
  const weights = countDecoderParameters(decoder);
  const resident = PROCESS_BYTES + weights * (3 * FLOAT + (work.hasReference ? number : 0));

  const perLayer = 4 * hiddenSize + 2 * headDim * (heads + keyValueHeads) + 4 * intermediateSize;
  const kept = half ? layers * hiddenSize * FLOAT + perLayer * FLOAT : layers * perLayer * FLOAT;
  const logits = (rows: number): number => 4 * FLOAT * Math.min(rows * vocabSize, LOGITS_AT_ONCE);
  const tokens = Math.max(work.tokens, work.longest);
  // Gradients in float32, and on a GPU the weights in bfloat16 while layers run.
  const update = resident + weights * (FLOAT + (half ? 2 : 0)) + tokens * kept + logits(tokens);

  const rows = Math.min(work.rows, rowsAtOnce[half ? 'cuda' : 'cpu']);
  const cacheOfToken = 2 * number * layers * keyValueHeads * headDim;
  const caches = rows * work.longest * cacheOfToken;
  const prefixes = PREFIX_TOKENS * ((6 * hiddenSize + 4 * intermediateSize) * number + cacheOfToken);
  // Attention repeats the keys and values of one layer for every head.
  const repeated = (caches / layers) * (heads / keyValueHeads);
  const rollout =
    resident + (half ? 2 * weights : 0) + caches + prefixes + repeated + 5 * FLOAT * rows * vocabSize;
  return { rollout: Math.round(rollout), update: Math.round(update) };
}

/** Of a checkpoint that is written while the next step goes on: weights and moments in the memory of the host. */
export const snapshotBytes = (decoder: DecoderConfig): number => 3 * FLOAT * countDecoderParameters(decoder);
