// A torch engine on a small decoder, and its Hugging Face config.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecoderConfig, decoderParameters } from '@allot/graph';
import {
  type Engine,
  type EngineOptions,
  startWorker,
  torchEngineOpener,
  type WorkerProcess,
} from '@allot/runtime';
import type { EmittedObjective, EmittedTorch } from '@allot/spec';
import { python } from '../parity/python.js';

export type TorchOptions = Pick<EngineOptions, 'state' | 'workers' | 'processes' | 'reference' | 'onWarning'>;

/** The engine's manifest, as the compiler emits it for a plan. */
export const torchManifest = (decoder: DecoderConfig, objective: EmittedObjective): EmittedTorch => ({
  engine: 'torch',
  planKey: '',
  parameters: decoderParameters(decoder),
  decoder: {
    vocabularySize: decoder.vocabSize,
    layers: decoder.layers,
    heads: decoder.heads,
    keyValueHeads: decoder.keyValueHeads,
    headDimension: decoder.headDim,
    maxPositions: decoder.maxPositions,
  },
  config: huggingFaceConfig(decoder),
  objective,
});

// Small matrices: several threads would only wait for each other.
process.env.OMP_NUM_THREADS ??= '1';

/** By their number of processes. */
const idle = new Map<number, WorkerProcess[]>();

/** Engines that are closed leave their processes to later ones: torch takes seconds to load. */
const open = torchEngineOpener(async (file, _, processes = 1) => {
  const waiting = idle.get(processes) ?? [];
  idle.set(processes, waiting);
  const worker = waiting.pop() ?? (await startWorker(file, tmpdir(), processes));
  return { ...worker, close: async () => void waiting.push(worker) };
});

export const endWorkers = async (): Promise<void> => {
  await Promise.all([...idle.values()].flatMap((waiting) => waiting.splice(0)).map(({ close }) => close()));
};

export async function openTorch(
  decoder: DecoderConfig,
  objective: EmittedObjective,
  options: TorchOptions,
): Promise<Engine> {
  const [engine, diagnostics] = await open({
    ...options,
    folder: mkdtempSync(join(tmpdir(), 'allot-torch-stages-')),
    manifest: torchManifest(decoder, objective),
    device: 'cpu',
    python,
  });
  if (!engine) throw new Error(JSON.stringify(diagnostics));
  return engine;
}

/** Qwen3 norms queries and keys, Qwen2 has biases before the attention, Llama what is said. */
export function huggingFaceConfig(decoder: DecoderConfig): Readonly<Record<string, unknown>> {
  const type = decoder.queryKeyNorm
    ? 'qwen3'
    : decoder.attentionBias && !decoder.outputBias
      ? 'qwen2'
      : 'llama';
  const { rope } = decoder;
  return {
    model_type: type,
    architectures: [
      { llama: 'LlamaForCausalLM', qwen2: 'Qwen2ForCausalLM', qwen3: 'Qwen3ForCausalLM' }[type],
    ],
    vocab_size: decoder.vocabSize,
    hidden_size: decoder.hiddenSize,
    intermediate_size: decoder.intermediateSize,
    num_hidden_layers: decoder.layers,
    num_attention_heads: decoder.heads,
    num_key_value_heads: decoder.keyValueHeads,
    head_dim: decoder.headDim,
    rms_norm_eps: decoder.rmsNormEps,
    max_position_embeddings: decoder.maxPositions,
    tie_word_embeddings: decoder.tieWordEmbeddings,
    attention_bias: decoder.attentionBias,
    hidden_act: 'silu',
    bos_token_id: null,
    eos_token_id: null,
    rope_theta: decoder.ropeTheta,
    ...(rope.kind === 'yarn' && {
      rope_scaling: {
        rope_type: 'yarn',
        factor: rope.factor,
        attention_factor: rope.attentionFactor,
        beta_fast: rope.betaFast,
        beta_slow: rope.betaSlow,
        original_max_position_embeddings: rope.originalPositions,
      },
    }),
  };
}
