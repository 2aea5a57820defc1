// What the torch engine's device must hold: weights and moments always, then either a rollout's caches or an update's layers.
import {
  type AdapterShape,
  adapterParameters,
  countAdapterParameters,
  countDecoderParameters,
  type DecoderConfig,
} from '@allot/graph';
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
  /** Processes that share the policy, each on a device of its own. */
  readonly processes: number;
  /** What is trained beside frozen weights; absent: all weights are. */
  readonly adapter?: AdapterShape | undefined;
}

/** What decides how much is held, however much is computed at once. */
type HeldWork = Pick<TorchWork, 'device' | 'hasReference' | 'processes' | 'adapter'>;

/** Bytes at the peaks, of one process. */
export interface TorchMemory {
  readonly rollout: number;
  readonly update: number;
}

/** As the worker has them: `LOGITS_BYTES`, `PREFIX_TOKENS`; rows as `rowsAtOnce` has them. */
const mostRows = { cpu: 64, cuda: 512 } as const;
const LOGITS_BYTES = 2 ** 30;
const PREFIX_TOKENS = 4096;

/** Python with torch and transformers loaded; a CUDA context with its libraries is taken to be as large. */
const PROCESS_BYTES = 350e6;
const FLOAT = 4;

/**
 * On the CPU all is float32, and every layer keeps what its gradient needs. On a GPU the model computes in bfloat16, beside weights in
 * float32 that learn, and where memory is short a layer keeps its input alone; frozen weights beside an adapter, which is in float32, are
 * in bfloat16, and have neither moments nor gradient. Several processes divide weights, moments and gradients, and gather what they need: an update two layers
 * and the embeddings at once, with their gradients and the buffers of both; a rollout a copy of all. With an adapter each holds everything.
 * Within 15% of the peaks that were measured: 40 million parameters on the CPU, 1.5 billion on one GPU; adapters and several processes on the
 * CPU only.
 */
export function torchMemoryModel(
  decoder: DecoderConfig,
  work: HeldWork,
  rows: number = mostRows[work.device === 'cuda' ? 'cuda' : 'cpu'],
  logitRows: number = Number.POSITIVE_INFINITY,
): TorchMemoryModel {
  const { vocabSize, hiddenSize, intermediateSize, layers, heads, keyValueHeads, headDim } = decoder;
  const half = work.device === 'cuda';
  const number = half ? 2 : FLOAT;
  const held = heldWeights(decoder, work, number);
  const resident = PROCESS_BYTES + held.always;

  const perLayer =
    6 * hiddenSize +
    2 * headDim * (heads + keyValueHeads) +
    4 * intermediateSize +
    adapterOutputs(decoder, work);
  const width = work.adapter ? FLOAT : number;
  const all = layers * perLayer * width;
  const perToken = half ? (layers * hiddenSize + perLayer) * width : all;
  const mayKeep = half && !work.adapter && work.processes === 1;
  // Two numbers in float32 for a logit, of which one is the logit where it is in float32 itself; kernels of a GPU need less.
  const ofLogit = 2 * FLOAT + (half ? number : 0);
  const logits = Math.min(logitRows * vocabSize * ofLogit, LOGITS_BYTES);

  const cacheOfToken = 2 * number * layers * keyValueHeads * headDim;
  const prefixes = PREFIX_TOKENS * ((6 * hiddenSize + 4 * intermediateSize) * number + cacheOfToken);
  return {
    update: {
      fixed: resident + held.updating + logits,
      perToken,
      ...(mayKeep && { perTokenKept: all }),
    },
    rollout: {
      fixed: resident + held.sampling + prefixes + 5 * FLOAT * rows * vocabSize,
      perToken: cacheOfToken,
    },
  };
}

export function torchMemory(decoder: DecoderConfig, work: TorchWork): TorchMemory {
  const ofProcess = Math.ceil(work.rows / work.processes);
  const rows = Math.min(ofProcess, mostRows[work.device === 'cuda' ? 'cuda' : 'cpu']);
  const tokens = Math.max(work.tokens, work.longest);
  const { rollout, update } = torchMemoryModel(decoder, work, rows, tokens);
  return {
    rollout: Math.round(rollout.fixed + rows * work.longest * rollout.perToken),
    update: Math.round(update.fixed + tokens * update.perToken),
  };
}

/** Of a checkpoint that is written while the next step goes on: weights and moments in the memory of the host. */
export const snapshotBytes = (decoder: DecoderConfig, adapter?: AdapterShape): number =>
  3 * FLOAT * (adapter ? countAdapterParameters(decoder, adapter) : countDecoderParameters(decoder));

/** Bytes of weights, moments and gradients: of the whole run, and what comes to them in an update and in a rollout. */
function heldWeights(decoder: DecoderConfig, work: HeldWork, number: number) {
  const { device, hasReference, adapter, processes } = work;
  const weights = countDecoderParameters(decoder);
  if (adapter) {
    // The frozen weights serve everything: they are sampled from, and without the adapter they are the reference.
    const trained = countAdapterParameters(decoder, adapter);
    return { always: weights * number + 3 * FLOAT * trained, updating: FLOAT * trained, sampling: 0 };
  }
  const shard = weights / processes;
  // The gradient of the output embedding is summed over pieces of tokens before it comes to the others.
  const summed = FLOAT * decoder.vocabSize * decoder.hiddenSize;
  const always = shard * 3 * FLOAT + (hasReference ? weights * number : 0);
  if (processes > 1) {
    const outside = decoder.vocabSize * decoder.hiddenSize * (decoder.tieWordEmbeddings ? 1 : 2);
    const gathered = outside + (2 * (weights - outside)) / decoder.layers;
    const updating = shard * FLOAT + 2 * gathered * (FLOAT + number) + summed;
    return { always, updating, sampling: number * weights };
  }
  // On a GPU the weights are there in bfloat16 too: what rollouts and updates compute with.
  const halves = device === 'cuda' ? 2 * weights : 0;
  return { always: always + halves, updating: weights * FLOAT + summed, sampling: 0 };
}

/** Numbers of a token's products of one layer's adapters, as they are and scaled, which stand beside those of the frozen weights. */
const adapterOutputs = (decoder: DecoderConfig, { adapter }: HeldWork): number =>
  adapter
    ? adapterParameters({ ...decoder, layers: 1 }, adapter)
        .filter(({ name }) => name.endsWith('lora_B.weight'))
        .reduce((sum, { shape: [out = 0] }) => sum + 2 * out, 0)
    : 0;
