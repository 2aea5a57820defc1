// The tensors of a model folder: those of model.safetensors, or of the shards that model.safetensors.index.json names.
import path from 'node:path';
import { type Diagnostic, hasErrors, isObject, type Phase, showText } from '@allot/spec';
import { report } from './catalog.js';
import { readingFiles } from './file-errors.js';
import { isPlainName, type JsonObject, locateModelFile, readJsonObject } from './model-file.js';
import { type ParameterLayout, readParameters } from './parameters.js';
import { openSafetensors, type StoredTensor } from './safetensors.js';

const single = 'model.safetensors';
export const shardIndex = 'model.safetensors.index.json';

/** Longest index that is read, in bytes. */
const MOST_INDEX_BYTES = 100_000_000;

/** The checked descriptions of all tensors; no tensor data is read. */
export const openWeights = (folder: string): Promise<Phase<readonly StoredTensor[]>> =>
  readingFiles(() => findWeights(folder));

async function findWeights(folder: string): Promise<Phase<readonly StoredTensor[]>> {
  const [file, refused] = await locateModelFile(folder, single);
  if (refused.length > 0) return [undefined, refused];
  if (file !== undefined) return openSafetensors(path.join(folder, single), file);
  const [index, problems] = await locateModelFile(folder, shardIndex);
  if (problems.length > 0) return [undefined, problems];
  return index === undefined ? [undefined, [await missingWeights(folder)]] : openShards(folder, index);
}

/** The flat parameters of a model folder. */
export async function readPolicy(folder: string, layout: ParameterLayout): Promise<Phase<Float32Array>> {
  const [tensors, problems] = await openWeights(folder);
  return tensors ? readParameters(folder, tensors, layout) : [undefined, problems];
}

async function missingWeights(folder: string): Promise<Diagnostic> {
  for (const file of ['pytorch_model.bin', 'pytorch_model.bin.index.json']) {
    const [found] = await locateModelFile(folder, file);
    if (found !== undefined) return report('model/pickled-weights', { folder, file });
  }
  return report('model/missing-file', { folder, file: single });
}

async function openShards(folder: string, index: string): Promise<Phase<readonly StoredTensor[]>> {
  const read = await readJsonObject(index, MOST_INDEX_BYTES);
  const places = 'problem' in read ? read : parseWeightMap(read.value);
  if ('problem' in places) return malformedIndex(folder, places.problem);
  const tensors: StoredTensor[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [shard, named] of places.shards) {
    const [file, refused] = await locateModelFile(folder, shard);
    diagnostics.push(...refused);
    if (file === undefined) {
      if (refused.length === 0) diagnostics.push(report('model/missing-file', { folder, file: shard }));
      continue;
    }
    const [found, malformed] = await openSafetensors(path.join(folder, shard), file);
    diagnostics.push(...malformed);
    if (!found) continue;
    tensors.push(...found);
    const problem = disagreement(shard, named, found);
    if (problem !== undefined) diagnostics.push(...malformedIndex(folder, problem)[1]);
  }
  return hasErrors(diagnostics) ? [undefined, diagnostics] : [tensors, diagnostics];
}

interface WeightMap {
  /** Names of the tensors of each shard. */
  readonly shards: ReadonlyMap<string, ReadonlySet<string>>;
}

function parseWeightMap({ weight_map: map }: JsonObject): WeightMap | { readonly problem: string } {
  if (!isObject(map)) return { problem: 'its weight_map is no JSON object' };
  const shards = new Map<string, Set<string>>();
  for (const [tensor, shard] of Object.entries(map)) {
    if (typeof shard !== 'string') return { problem: `it names no file for the tensor ${showText(tensor)}` };
    if (!isPlainName(shard) || !shard.endsWith('.safetensors'))
      return { problem: `it names ${showText(shard)}, which is no .safetensors file of the folder` };
    shards.set(shard, (shards.get(shard) ?? new Set()).add(tensor));
  }
  return shards.size === 0 ? { problem: 'its weight_map is empty' } : { shards };
}

/** How a shard's tensors differ from those the index names; so no tensor can stand in two shards. */
function disagreement(
  shard: string,
  named: ReadonlySet<string>,
  found: readonly StoredTensor[],
): string | undefined {
  const names = new Set(found.map(({ name }) => name));
  const lacking = [...named].find((name) => !names.has(name));
  if (lacking !== undefined)
    return `it looks for the tensor ${showText(lacking)} in ${shard}, which lacks it`;
  const extra = found.find(({ name }) => !named.has(name));
  return extra && `${shard} holds the tensor ${showText(extra.name)}, which the index does not place there`;
}

const malformedIndex = (folder: string, problem: string): readonly [undefined, readonly Diagnostic[]] => [
  undefined,
  [report('model/malformed-index', { file: path.join(folder, shardIndex), problem })],
];
