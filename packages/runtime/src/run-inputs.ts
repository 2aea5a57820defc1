// What a run reads from elsewhere, copied into its folder so that it can be moved and continued on its own.
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type EmittedEngine, type Phase, type Plan, sha256 } from '@allot/spec';
import {
  digestWeights,
  fileDiagnostic,
  type ModelExtras,
  openWeights,
  readModelExtras,
  readPolicy,
  runPaths,
  writeDurable,
} from '@allot/store';
import { report } from './catalog.js';
import { drawWeights } from './initial-weights.js';

/**
 * Copies tokenizer files and datasets into the run; an error when one cannot be read or is no longer what was
 * planned. Errors of writing are thrown.
 */
export async function copyInputs(plan: Plan, run: string): Promise<Phase<true>> {
  const [files, problems] = await readInputs(plan);
  if (!files) return [undefined, problems];
  const paths = runPaths(run);
  await mkdir(path.dirname(paths.dataset('any')), { recursive: true });
  for (const [name, bytes] of Object.entries(files.tokenizer)) {
    await writeDurable(path.join(paths.inputs, name), bytes);
  }
  for (const [name, bytes] of files.datasets) await writeDurable(paths.dataset(name), bytes);
  return [true, []];
}

interface Inputs {
  readonly tokenizer: ModelExtras;
  readonly datasets: ReadonlyMap<string, Uint8Array>;
}

async function readInputs({ sources, settings }: Plan): Promise<Phase<Inputs>> {
  try {
    const [tokenizer, problems] = await readModelExtras(sources.tokenizer);
    if (!tokenizer) return [undefined, problems];
    if (sha256(tokenizer['tokenizer.json'] as Uint8Array) !== settings.policy.tokenizerDigest) {
      return changed('The tokenizer', sources.tokenizer);
    }
    const datasets = new Map<string, Uint8Array>();
    for (const [name, file] of Object.entries(sources.datasets)) {
      const bytes = await readFile(file);
      if (sha256(bytes) !== settings.datasets[name]?.digest) return changed(`The dataset ${name}`, file);
      datasets.set(name, bytes);
    }
    return [{ tokenizer, datasets }, []];
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read');
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

const changed = (what: string, file: string): Phase<never> => [
  undefined,
  [report('run/inputs-changed', { what, file })],
];

/** The base policy's flat parameters: those of the planned model folder, or new ones drawn from the seed. */
export async function basePolicy(
  { settings, sources }: Plan,
  manifest: EmittedEngine,
): Promise<Phase<Float32Array>> {
  if (sources.model === undefined) return [drawWeights(manifest, settings.seed), []];
  const { config, weightsDigest } = settings.policy;
  const [tensors, problems] = await openWeights(sources.model);
  if (!tensors) return [undefined, problems];
  const [digest, unfit] = await digestWeights(sources.model, tensors, config);
  if (digest === undefined) return [undefined, unfit];
  if (digest !== weightsDigest) return changed('The model', sources.model);
  return readPolicy(sources.model, manifest.parameters);
}
