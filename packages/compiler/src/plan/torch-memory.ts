// What the torch engine's device must hold: weights and moments always, then either a rollout's caches or an update's layers.
import { countDecoderParameters, type DecoderConfig } from '@allot/graph';
import type { TorchMemoryModel } from '@allot/spec';

export interface TorchWork {
  readonly device: 'cpu' | 'webgpu' | 'cuda';
  /** Tokens of a micro-batch. */
  readonly tokens: number;
  /** Tokens of the longest sequence. */
  readonly longest: number;
  /** Responses of a step; at most `mostRows` are sampled at once. */
  readonly rows: number;
  readonly hasReference: boolean;
}

/** Bytes at the peaks. */
export interface TorchMemory {
  readonly rollout: number;
  readonly update: number;
}

/** As the worker has them: `LOGITS_AT_ONCE`, `PREFIX_TOKENS`; rows as `rowsAtOnce` has them. */
const mostRows = { cpu: 64, cuda: 256 } as const;
const LOGITS_AT_ONCE = 2 ** 26;
const PREFIX_TOKENS = 4096;

/** Python with torch and transformers loaded; a CUDA context with its libraries is taken to be as large. */
const PROCESS_BYTES = 350e6;
const FLOAT = 4;

/**
 * On the CPU all is float32, and every layer keeps what its gradient needs. On a GPU the model computes in bfloat16, rollouts read a
 * copy of the weights in it, which stays, and a layer keeps its input alone. Measured on the CPU only: within 15% of the peaks of
 * a policy of 40 million parameters.
 */
export function torchMemoryModel(
  decoder: DecoderConfig,
  { device, hasReference }: Pick<TorchWork, 'device' | 'hasReference'>,
  rows: number = mostRows[device === 'cuda' ? 'cuda' : 'cpu'],
  logitRows: number = Number.POSITIVE_INFINITY,
): TorchMemoryModel {
  const { vocabSize, hiddenSize, intermediateSize, layers, heads, keyValueHeads, headDim } = decoder;
  const half = device === 'cuda';
  const number = half ? 2 : FLOAT;
  const weights = countDecoderParameters(decoder);
  const copy = half ? 2 * weights : 0;
  const resident = PROCESS_BYTES + copy + weights * (3 * FLOAT + (hasReference ? number : 0));

  const perLayer = 4 * hiddenSize + 2 * headDim * (heads + keyValueHeads) + 4 * intermediateSize;
  const kept = half ? layers * hiddenSize * FLOAT + perLayer * FLOAT : layers * perLayer * FLOAT;
  const logits = 4 * FLOAT * Math.min(logitRows * vocabSize, LOGITS_AT_ONCE);

  const cacheOfToken = 2 * number * layers * keyValueHeads * headDim;
  const prefixes = PREFIX_TOKENS * ((6 * hiddenSize + 4 * intermediateSize) * number + cacheOfToken);
  return {
    // Gradients in float32, and on a GPU the weights in bfloat16 while layers run.
    update: { fixed: resident + weights * FLOAT + copy + logits, perToken: kept },
    rollout: { fixed: resident + prefixes + 5 * FLOAT * rows * vocabSize, perToken: cacheOfToken },
  };
}

export function torchMemory(decoder: DecoderConfig, work: TorchWork): TorchMemory {
  const rows = Math.min(work.rows, mostRows[work.device === 'cuda' ? 'cuda' : 'cpu']);
  const tokens = Math.max(work.tokens, work.longest);
  const { rollout, update } = torchMemoryModel(decoder, work, rows, tokens);
  return {
    rollout: Math.round(rollout.fixed + rows * work.longest * rollout.perToken),
    update: Math.round(update.fixed + tokens * update.perToken),
  };
}
