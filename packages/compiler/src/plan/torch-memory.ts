// What the torch engine's device must hold: weights and moments always, then either a rollout's caches or an update's layers.
import {
  type AdapterShape,
  adapterParameters,
  countAdapterParameters,
  countDecoderParameters,
  type DecoderConfig,
} from '@allot/graph';

export interface TorchWork {
  readonly device: 'cpu' | 'webgpu' | 'cuda';
  /** Tokens of a micro-batch. */
  readonly tokens: number;
  /** Tokens of the longest sequence. */
  readonly longest: number;
  /** Responses of a step; at most `rowsAtOnce` are sampled at once. */
  readonly rows: number;
  readonly hasReference: boolean;
  /** Processes that share the policy, each on a device of its own. */
  readonly processes: number;
  /** What is trained beside frozen weights; absent: all weights are. */
  readonly adapter?: AdapterShape | undefined;
}

/** Bytes at the peaks, of one process. */
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
 * copy of the weights in it, and a layer keeps its input alone; frozen weights beside an adapter are in bfloat16, and have neither
 * moments nor gradient. Several processes divide weights, moments and gradients, and gather what they need: an update two layers and
 * the embeddings at once, with their gradients and the buffers of both; a rollout a copy of all. With an adapter each holds everything.
 * Measured on the CPU only: within 15% of the peaks of a policy of 40 million parameters.
 */
export function torchMemory(decoder: DecoderConfig, work: TorchWork): TorchMemory {
  const { vocabSize, hiddenSize, intermediateSize, layers, heads, keyValueHeads, headDim } = decoder;
  const half = work.device === 'cuda';
  const number = half ? 2 : FLOAT;
  const held = heldWeights(decoder, work, number);
  const resident = PROCESS_BYTES + held.always;

  const perLayer =
    4 * hiddenSize +
    2 * headDim * (heads + keyValueHeads) +
    4 * intermediateSize +
    adapterOutputs(decoder, work);
  const kept = half ? layers * hiddenSize * FLOAT + perLayer * FLOAT : layers * perLayer * FLOAT;
  const logits = (rows: number): number => 4 * FLOAT * Math.min(rows * vocabSize, LOGITS_AT_ONCE);
  const tokens = Math.max(work.tokens, work.longest);
  const update = resident + held.updating + tokens * kept + logits(tokens);

  const rows = Math.min(Math.ceil(work.rows / work.processes), rowsAtOnce[half ? 'cuda' : 'cpu']);
  const cacheOfToken = 2 * number * layers * keyValueHeads * headDim;
  const caches = rows * work.longest * cacheOfToken;
  const prefixes = PREFIX_TOKENS * ((6 * hiddenSize + 4 * intermediateSize) * number + cacheOfToken);
  // Attention repeats the keys and values of one layer for every head.
  const repeated = (caches / layers) * (heads / keyValueHeads);
  const rollout = resident + held.sampling + caches + prefixes + repeated + 5 * FLOAT * rows * vocabSize;
  return { rollout: Math.round(rollout), update: Math.round(update) };
}

/** Of a checkpoint that is written while the next step goes on: weights and moments in the memory of the host. */
export const snapshotBytes = (decoder: DecoderConfig, adapter?: AdapterShape): number =>
  3 * FLOAT * (adapter ? countAdapterParameters(decoder, adapter) : countDecoderParameters(decoder));

/** Bytes of weights, moments and gradients: of the whole run, and what comes to them in an update and in a rollout. */
function heldWeights(decoder: DecoderConfig, work: TorchWork, number: number) {
  const { device, hasReference, adapter, processes } = work;
  const weights = countDecoderParameters(decoder);
  if (adapter) {
    // The frozen weights serve everything: they are sampled from, and without the adapter they are the reference.
    const trained = countAdapterParameters(decoder, adapter);
    return { always: weights * number + 3 * FLOAT * trained, updating: FLOAT * trained, sampling: 0 };
  }
  const shard = weights / processes;
  const always = shard * 3 * FLOAT + (hasReference ? weights * number : 0);
  if (processes > 1) {
    const outside = decoder.vocabSize * decoder.hiddenSize * (decoder.tieWordEmbeddings ? 1 : 2);
    const gathered = outside + (2 * (weights - outside)) / decoder.layers;
    return { always, updating: shard * FLOAT + 2 * gathered * (FLOAT + number), sampling: number * weights };
  }
  // On a GPU the weights are there in bfloat16 too, while layers run and for rollouts.
  const copy = device === 'cuda' ? 2 * weights : 0;
  return { always, updating: weights * FLOAT + copy, sampling: copy };
}

/** Numbers of a token's products of one layer's adapters, which stand beside those of the frozen weights. */
const adapterOutputs = (decoder: DecoderConfig, { adapter }: TorchWork): number =>
  adapter
    ? adapterParameters({ ...decoder, layers: 1 }, adapter)
        .filter(({ name }) => name.endsWith('lora_B.weight'))
        .reduce((sum, { shape: [out = 0] }) => sum + out, 0)
    : 0;
