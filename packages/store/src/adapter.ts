// LoRA adapters as peft keeps them, in a folder of their own beside no whole weights; they are merged when they are read.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { hasErrors, type Phase } from '@allot/spec';
import { report } from './catalog.js';
import { readingFiles } from './file-errors.js';
import { stepName } from './layout.js';
import { locateModelFile, readJsonObject } from './model-file.js';
import type { ParameterLayout } from './parameters.js';
import { decodeFloats, floatBytes, openSafetensors, readTensor, type StoredTensor } from './safetensors.js';
import { readPolicy } from './weight-files.js';

export const adapterConfig = 'adapter_config.json';
export const adapterWeights = 'adapter_model.safetensors';

/** Longest adapter_config.json that is read, in bytes. */
const MOST_CONFIG_BYTES = 10_000_000;

/** A policy as it lies on disk. */
export interface PolicyFolders {
  /** A Hugging Face folder with whole weights. */
  readonly policy: string;
  /** The adapter that belongs on them. */
  readonly adapter?: string;
}

/** What the policy folder of a checkpoint stands for: an adapter belongs to the run's base policy, checkpoint 0. */
export function policyFolders(folder: string): PolicyFolders {
  const base = path.resolve(folder, '..', '..', stepName(0), 'policy');
  const isAdapter = existsSync(path.join(folder, adapterConfig)) && base !== path.resolve(folder);
  return isAdapter ? { policy: base, adapter: folder } : { policy: folder };
}

/** The flat parameters of a policy, with the adapter's product in them: W + alpha / rank B A. */
export async function readMergedPolicy(
  { policy, adapter }: PolicyFolders,
  layout: ParameterLayout,
): Promise<Phase<Float32Array>> {
  const read = await readPolicy(policy, layout);
  if (adapter === undefined || !read[0]) return read;
  const [parameters] = read;
  return readingFiles(() => addAdapter(parameters, adapter, layout));
}

async function addAdapter(
  parameters: Float32Array,
  adapter: string,
  layout: ParameterLayout,
): Promise<Phase<Float32Array>> {
  const [scale, malformed] = await readScale(adapter);
  if (scale === undefined) return [undefined, malformed];
  const file = path.join(adapter, adapterWeights);
  const [tensors, unread] = await openSafetensors(file);
  if (!tensors) return [undefined, unread];
  const stored = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { name, shape, offset } of layout) {
    const module = `base_model.model.${name.replace(/\.weight$/, '')}`;
    const [a, b] = [stored.get(`${module}.lora_A.weight`), stored.get(`${module}.lora_B.weight`)];
    if (!a || !b) continue;
    const [out = 0, width = 0] = shape;
    const [rank = 0] = a.shape;
    const unfit = [...misfit(file, a, [rank, width]), ...misfit(file, b, [out, rank])];
    if (hasErrors(unfit)) return [undefined, unfit];
    const weight = parameters.subarray(offset, offset + out * width);
    addProduct(weight, await readFloats(b), await readFloats(a), rank, scale);
  }
  return [parameters, []];
}

const misfit = (file: string, { name, shape, dtype }: StoredTensor, expected: readonly number[]) => {
  if (shape.join() !== expected.join())
    return [
      report('model/wrong-shape', {
        file,
        tensor: name,
        actual: shape.join(', '),
        expected: expected.join(', '),
      }),
    ];
  return floatBytes(dtype) === undefined
    ? [report('model/unsupported-dtype', { file, tensor: name, dtype })]
    : [];
};

/** alpha / rank of an adapter_config.json. */
async function readScale(folder: string): Promise<Phase<number>> {
  const [file, refused] = await locateModelFile(folder, adapterConfig);
  if (refused.length > 0) return [undefined, refused];
  if (file === undefined) return [undefined, [report('model/missing-file', { folder, file: adapterConfig })]];
  const read = await readJsonObject(file, MOST_CONFIG_BYTES);
  const problem = (text: string): Phase<number> => [
    undefined,
    [report('model/malformed-config', { file: path.join(folder, adapterConfig), problem: text })],
  ];
  if ('problem' in read) return problem(read.problem);
  const { r: rank, lora_alpha: alpha } = read.value;
  return typeof rank === 'number' && typeof alpha === 'number' && rank > 0
    ? [alpha / rank, []]
    : problem('it states no r and no lora_alpha');
}

async function readFloats(tensor: StoredTensor): Promise<Float32Array> {
  const values = new Float32Array(tensor.shape.reduce((product, size) => product * size, 1));
  const bytes = floatBytes(tensor.dtype) as number;
  for await (const piece of readTensor(tensor))
    values.set(decodeFloats(tensor.dtype, piece.bytes), piece.at / bytes);
  return values;
}

/** weight [out, width] += scale * left [out, rank] right [rank, width]; sums in double precision. */
function addProduct(
  weight: Float32Array,
  left: Float32Array,
  right: Float32Array,
  rank: number,
  scale: number,
): void {
  const width = right.length / rank;
  const sums = new Float64Array(width);
  for (let row = 0; row * width < weight.length; row++) {
    sums.fill(0);
    for (let inner = 0; inner < rank; inner++) {
      const factor = scale * (left[row * rank + inner] as number);
      for (let column = 0; column < width; column++)
        sums[column] = (sums[column] as number) + factor * (right[inner * width + column] as number);
    }
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      weight[at] = (weight[at] as number) + (sums[column] as number);
    }
  }
}
