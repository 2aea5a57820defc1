// The small files of a model folder beside config and weights: how it speaks, and how it is sampled from.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Diagnostic, hasErrors, type Phase } from '@allot/spec';
import { readingFiles } from './file-errors.js';
import { locateModelFile } from './model-file.js';

/** By name, as bytes; tokenizer.json is there. */
export type ModelExtras = Readonly<Record<string, Uint8Array>>;

const names = [
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'chat_template.jinja',
  'generation_config.json',
];

/** Real paths of those that are there, by name; errors for links that lead out of the folder. */
export async function locateModelExtras(folder: string): Promise<Phase<ReadonlyMap<string, string>>> {
  const files = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const [file, refused] = await locateModelFile(folder, name);
    diagnostics.push(...refused);
    if (file !== undefined) files.set(name, file);
  }
  return hasErrors(diagnostics) ? [undefined, diagnostics] : [files, []];
}

/** `tokenizerFile`, and the small files that stand beside it and belong into every copy of the model. */
export const readModelExtras = (tokenizerFile: string): Promise<Phase<ModelExtras>> =>
  readingFiles(async () => {
    const [files, refused] = await locateModelExtras(path.dirname(tokenizerFile));
    if (!files) return [undefined, refused];
    const extras: Record<string, Uint8Array> = { 'tokenizer.json': await readFile(tokenizerFile) };
    for (const [name, file] of files) extras[name] = await readFile(file);
    return [extras, []];
  });
