// A policy as a Hugging Face Llama folder: config.json, model.safetensors, tokenizer files.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EmittedEngine, Phase } from '@allot/spec';
import { report } from './catalog.js';
import { prettyJson, writeDurable } from './files.js';
import {
  decodeTensor,
  encodeSafetensors,
  isFloatDtype,
  readSafetensorsHeader,
  readTensorBytes,
} from './safetensors.js';

/** Names, shapes and offsets of the flat parameter vector. */
export type ParameterLayout = EmittedEngine['parameters'];

/** Small files of a model folder beside its weights, by name, as bytes. */
export type ModelExtras = Readonly<Record<string, Uint8Array>>;

export const parameterCount = (layout: ParameterLayout): number =>
  layout.reduce((sum, { shape }) => sum + elements(shape), 0);

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Reads `file` into one flat vector of `parameterCount(layout)` float32 values. Tensors that transformers
 * derives (a tied lm_head, rotary tables) may stand in the file; other unknown ones are errors.
 */
export async function readParameters(
  file: string,
  layout: ParameterLayout,
  mayIgnore: (name: string, layout: ParameterLayout) => boolean = isDerived,
): Promise<Phase<Float32Array>> {
  const [header, problems] = await readSafetensorsHeader(file);
  if (!header) return [undefined, problems];
  const known = new Map(layout.map((parameter) => [parameter.name, parameter]));
  const present = new Set(header.tensors.map(({ name }) => name));
  const diagnostics = layout
    .filter(({ name }) => !present.has(name))
    .map(({ name }) => report('model/missing-tensor', { file, tensor: name }));
  for (const { name, shape, dtype } of header.tensors) {
    const parameter = known.get(name);
    if (!parameter) {
      if (!mayIgnore(name, layout))
        diagnostics.push(report('model/unexpected-tensor', { file, tensor: name }));
    } else if (shape.join() !== parameter.shape.join()) {
      const expected = parameter.shape.join(', ');
      diagnostics.push(
        report('model/wrong-shape', { file, tensor: name, actual: shape.join(', '), expected }),
      );
    } else if (!isFloatDtype(dtype)) {
      diagnostics.push(report('model/unsupported-dtype', { file, tensor: name, dtype }));
    }
  }
  if (diagnostics.length > 0) return [undefined, diagnostics];
  const values = new Float32Array(parameterCount(layout));
  const wanted = header.tensors.filter(({ name }) => known.has(name));
  for await (const [entry, bytes] of readTensorBytes(file, wanted)) {
    values.set(decodeTensor(entry, bytes), known.get(entry.name)?.offset ?? 0);
  }
  return [values, []];
}

/** A tied output embedding (the layout has none of its own) or a rotary table. */
const isDerived = (name: string): boolean =>
  name === 'lm_head.weight' || name.endsWith('rotary_emb.inv_freq');

/** The bytes of a safetensors file that holds the flat vector's parameters, names prefixed. */
export function encodeParameters(
  layout: ParameterLayout,
  vectors: Readonly<Record<string, Float32Array>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const tensors = Object.entries(vectors).flatMap(([prefix, values]) =>
    layout.map(({ name, shape, offset }) => ({
      name: prefix + name,
      shape,
      data: values.subarray(offset, offset + elements(shape)),
    })),
  );
  return encodeSafetensors(tensors, metadata);
}

export interface ModelFolder {
  /** Hugging Face config; the weights are written as float32, whatever it says. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly layout: ParameterLayout;
  readonly parameters: Float32Array;
  /** tokenizer.json and the like. */
  readonly extras: ModelExtras;
}

/** Writes a folder that transformers' `from_pretrained` loads; every file is durable when this returns. */
export async function writeModelFolder(folder: string, model: ModelFolder): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string | Uint8Array> = {
    'config.json': prettyJson(float32Config(model.config)),
    'model.safetensors': encodeParameters(model.layout, { '': model.parameters }),
    'generation_config.json': prettyJson(generationConfig(model.config)),
    ...model.extras,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeDurable(path.join(folder, name), content);
  }
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

const extraNames = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'generation_config.json',
  'chat_template.jinja',
];

/** The small files that stand beside `tokenizerFile` and belong into every copy of the model. */
export async function readModelExtras(tokenizerFile: string): Promise<ModelExtras> {
  const folder = path.dirname(tokenizerFile);
  const extras: Record<string, Uint8Array> = { 'tokenizer.json': await readFile(tokenizerFile) };
  for (const name of extraNames.slice(1)) {
    const bytes = await readFile(path.join(folder, name)).catch(() => undefined);
    if (bytes) extras[name] = bytes;
  }
  return extras;
}
