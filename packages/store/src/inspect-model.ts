// Looks at a model folder for the compiler: its config first, its tensors' shapes when asked, its weights at last.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelInspection, ModelWeights, Phase } from '@allot/spec';
import { adapterConfig } from './adapter.js';
import { report } from './catalog.js';
import { digestWeights } from './digest-weights.js';
import { readingFiles } from './file-errors.js';
import { locateModelExtras } from './model-extras.js';
import { type JsonObject, locateModelFile, readJsonObject } from './model-file.js';
import { openWeights } from './weight-files.js';

/** Longest config.json that is read, in bytes. */
const MOST_CONFIG_BYTES = 10_000_000;

/** What stands in a Hugging Face model folder; errors when a file is missing or malformed. */
export const inspectModelFolder = (folder: string): Promise<Phase<ModelInspection>> =>
  readingFiles(async () => {
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) {
      return [undefined, [report(found ? 'model/not-a-folder' : 'store/missing-file', { file: folder })]];
    }
    const [adapter] = await locateModelFile(folder, adapterConfig);
    const [config, problems] = await readModelConfig(folder);
    if (!config && adapter !== undefined) return [undefined, [report('model/adapter-alone', { folder })]];
    if (!config) return [undefined, problems];
    const [tokenizerFile, refused] = await locateModelFile(folder, 'tokenizer.json');
    if (refused.length > 0) return [undefined, refused];
    if (tokenizerFile === undefined) {
      return [undefined, [report('model/missing-file', { folder, file: 'tokenizer.json' })]];
    }
    const [, misled] = await locateModelExtras(folder);
    if (misled.length > 0) return [undefined, misled];
    const weights = (): Promise<Phase<ModelWeights>> => inspectWeights(folder, config);
    return [{ config, tokenizerFile: path.resolve(folder, 'tokenizer.json'), weights }, []];
  });

async function inspectWeights(folder: string, config: JsonObject): Promise<Phase<ModelWeights>> {
  const [tensors, problems] = await openWeights(folder);
  if (!tensors) return [undefined, problems];
  return [{ tensors, digest: () => digestWeights(folder, tensors, config) }, problems];
}

/** config.json of a model folder. */
export const readModelConfig = (folder: string): Promise<Phase<JsonObject>> =>
  readingFiles(async () => {
    const [file, refused] = await locateModelFile(folder, 'config.json');
    if (refused.length > 0) return [undefined, refused];
    if (file === undefined)
      return [undefined, [report('model/missing-file', { folder, file: 'config.json' })]];
    const read = await readJsonObject(file, MOST_CONFIG_BYTES);
    if ('value' in read) return [read.value, []];
    const named = path.join(folder, 'config.json');
    return [undefined, [report('model/malformed-config', { file: named, problem: read.problem })]];
  });
