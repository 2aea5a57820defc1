// Writes a policy as a Hugging Face folder: config.json, weights, generation_config.json, tokenizer files.
import path from 'node:path';
import { makeFolder, prettyJson, writeDurable } from './files.js';
import type { ModelExtras } from './model-extras.js';
import { asTensors, type ParameterLayout } from './parameters.js';
import { writeSafetensors } from './safetensors.js';
import type { NamedTensor } from './safetensors-header.js';
import { shardIndex } from './weight-files.js';

export interface ModelFolder {
  /** Hugging Face config; the weights are written as float32, whatever it says. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly layout: ParameterLayout;
  readonly parameters: Float32Array;
  /** tokenizer.json and the like. */
  readonly extras: ModelExtras;
}

/** Tensor bytes of one weights file at which transformers, too, begins another. */
const SHARD_BYTES = 5_000_000_000;

/**
 * Writes a folder that transformers' `from_pretrained` loads; every file is durable when this returns. Weights of more than
 * `shardBytes` are split over several files. File system errors are thrown.
 */
export async function writeModelFolder(
  folder: string,
  model: ModelFolder,
  shardBytes = SHARD_BYTES,
): Promise<void> {
  await writeModelSettings(folder, model);
  await writeWeights(folder, asTensors(model.layout, { '': model.parameters }), shardBytes);
}

/** Writes all files of a model folder but its weights. */
export async function writeModelSettings(
  folder: string,
  { config, extras }: Pick<ModelFolder, 'config' | 'extras'>,
): Promise<void> {
  await writeModelExtras(folder, {
    'config.json': prettyJson(float32Config(config)),
    'generation_config.json': prettyJson(generationConfig(config)),
    ...extras,
  });
}

/** Writes the small files of a model folder. */
export async function writeModelExtras(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  await makeFolder(folder);
  for (const [name, content] of Object.entries(files)) await writeDurable(path.join(folder, name), content);
}

async function writeWeights(
  folder: string,
  tensors: readonly NamedTensor[],
  shardBytes: number,
): Promise<void> {
  const shards = splitIntoShards(tensors, shardBytes);
  if (shards.length === 1) return writeSafetensors(path.join(folder, 'model.safetensors'), tensors);
  const number = (count: number): string => String(count).padStart(5, '0');
  const names = shards.map((_, i) => `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`);
  for (const [i, shard] of shards.entries())
    await writeSafetensors(path.join(folder, names[i] as string), shard);
  const total = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const places = shards.flatMap((shard, i) => shard.map(({ name }) => [name, names[i] as string] as const));
  const index = { metadata: { total_size: total }, weight_map: Object.fromEntries(places) };
  await writeDurable(path.join(folder, shardIndex), prettyJson(index));
}

/** In order; a shard is full when the next tensor would exceed it, and one larger tensor has a shard of its own. */
function splitIntoShards(
  tensors: readonly NamedTensor[],
  shardBytes: number,
): readonly (readonly NamedTensor[])[] {
  const shards: NamedTensor[][] = [[]];
  let bytes = 0;
  for (const tensor of tensors) {
    const size = tensor.data.byteLength;
    if (bytes > 0 && bytes + size > shardBytes) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)?.push(tensor);
    bytes += size;
  }
  return shards;
}

function float32Config(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { torch_dtype: _, ...rest } = config;
  return { ...rest, dtype: 'float32' };
}

function generationConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ids = ['bos_token_id', 'eos_token_id', 'pad_token_id'];
  const known = ids.filter((id) => config[id] !== undefined && config[id] !== null);
  return { ...Object.fromEntries(known.map((id) => [id, config[id]])), do_sample: true };
}
