// Looks at a model folder for the compiler: architecture, tensors, a digest of the weights.
import { createHash } from 'node:crypto';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelInspection, Phase } from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';
import { readIfPresent } from './files.js';
import { decodeTensor, readSafetensorsHeader, readTensorBytes } from './safetensors.js';
import type { SafetensorsHeader, TensorEntry } from './safetensors-header.js';

/** What stands in a Hugging Face model folder; errors when a file is missing or malformed. */
export async function inspectModelFolder(folder: string): Promise<Phase<ModelInspection>> {
  try {
    return await inspect(folder);
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read');
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

async function inspect(folder: string): Promise<Phase<ModelInspection>> {
  if (!(await isFolder(folder))) {
    const code = (await exists(folder)) ? 'model/not-a-folder' : 'store/missing-file';
    return [undefined, [report(code, { file: folder })]];
  }
  const weights = path.join(folder, 'model.safetensors');
  const [config, problems] = await readModelConfig(folder);
  if (!config) return [undefined, problems];
  if (!(await exists(weights))) {
    return [
      undefined,
      [missingWeights(folder, await exists(path.join(folder, 'model.safetensors.index.json')))],
    ];
  }
  const tokenizerFile = path.resolve(folder, 'tokenizer.json');
  if (!(await exists(tokenizerFile))) {
    return [undefined, [report('model/missing-file', { folder, file: 'tokenizer.json' })]];
  }
  const [header, malformed] = await readSafetensorsHeader(weights);
  if (!header) return [undefined, malformed];
  const { weightsDigest, notFinite } = await digestWeights(weights, header);
  if (notFinite !== undefined) {
    return [undefined, [report('model/not-finite', { file: weights, tensor: notFinite })]];
  }
  const tensors = header.tensors.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  return [{ config, weightsDigest, tensors, tokenizerFile }, []];
}

const missingWeights = (folder: string, sharded: boolean) =>
  sharded
    ? report('model/sharded', { folder })
    : report('model/missing-file', { folder, file: 'model.safetensors' });

/** config.json of a model folder as a JSON object. */
export async function readModelConfig(folder: string): Promise<Phase<Readonly<Record<string, unknown>>>> {
  const file = path.join(folder, 'config.json');
  const bytes = await readIfPresent(file);
  if (!bytes) return [undefined, [report('model/missing-file', { folder, file: 'config.json' })]];
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return [value as Record<string, unknown>, []];
    }
    return [undefined, [report('model/malformed-config', { file, problem: 'it holds another JSON value' })]];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return [undefined, [report('model/malformed-config', { file, problem })]];
  }
}

export interface WeightsDigest {
  /**
   * sha256 over name, type, shape and bytes of every tensor, by ascending name: equal weights have an equal
   * digest whatever the order in the file.
   */
  readonly weightsDigest: string;
  /** The first tensor that holds a NaN or an infinity. */
  readonly notFinite?: string;
}

/** Reads all weights once. */
export async function digestWeights(file: string, { tensors }: SafetensorsHeader): Promise<WeightsDigest> {
  const byName = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  const hash = createHash('sha256');
  let notFinite: string | undefined;
  for await (const [tensor, bytes] of readTensorBytes(file, byName)) {
    const { name, dtype, shape } = tensor;
    hash.update(JSON.stringify([name, dtype, shape]));
    hash.update(bytes);
    if (notFinite === undefined && isFloat(tensor) && !decodeTensor(tensor, bytes).every(Number.isFinite)) {
      notFinite = name;
    }
  }
  return { weightsDigest: hash.digest('hex'), ...(notFinite === undefined ? {} : { notFinite }) };
}

const isFloat = ({ dtype }: TensorEntry): boolean => dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
