// What a run reads from elsewhere, copied into its folder so that it can be moved and continued on its own.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Phase, type Plan, sha256 } from '@allot/spec';
import {
  fileDiagnostic,
  type ModelExtras,
  readModelExtras,
  runPaths,
  sealFolder,
  writeDurable,
} from '@allot/store';
import { encoderOf, storeProblems } from '@allot/tasks';
import { report } from './catalog.js';

/**
 * Copies the tokenizer files into the run, and the problems of its datasets after mapping and filtering, so that the run needs
 * neither the datasets' files nor their definitions; an error when a file cannot be read or is no longer what was planned. Errors of writing are thrown.
 */
export async function copyInputs(plan: Plan, run: string): Promise<Phase<true>> {
  const { sources, settings } = plan;
  const [tokenizer, problems] = await readTokenizer(plan);
  if (!tokenizer) return [undefined, problems];
  const paths = runPaths(run);
  await mkdir(path.dirname(paths.dataset('any')), { recursive: true });
  for (const [name, bytes] of Object.entries(tokenizer)) {
    await writeDurable(path.join(paths.inputs, name), bytes);
  }
  for (const [name, files] of Object.entries(sources.datasets)) {
    const definition = settings.datasets[name];
    if (!definition) throw new Error(`the plan has files of the dataset ${name} but does not define it`);
    const encode = encoderOf(paths.tokenizer);
    const [summary, mistakes] = await storeProblems(definition, files, paths.dataset(name), { encode });
    if (mistakes.some(({ code }) => code === 'dataset/unreadable')) return [undefined, mistakes];
    // The plan was made of a dataset without errors: one with errors is another.
    if (summary?.digest !== definition.digest) return changed(`The dataset ${name}`, files.join(', '));
  }
  await sealFolder(paths.inputs);
  return [true, []];
}

async function readTokenizer({ sources, settings }: Plan): Promise<Phase<ModelExtras>> {
  try {
    const [tokenizer, problems] = await readModelExtras(sources.tokenizer);
    if (!tokenizer) return [undefined, problems];
    if (sha256(tokenizer['tokenizer.json'] as Uint8Array) !== settings.policy.tokenizerDigest) {
      return changed('The tokenizer', sources.tokenizer);
    }
    return [tokenizer, []];
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
