// Writes a preset as a definition file, never over another one.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Diagnostic, Phase } from '@allot/spec';
import type { Preset } from '@allot/templates';
import { reportCommand } from '../catalog.js';
import { refusalOf, writeFileWhole } from '../cli/files.js';
import { type DefinitionSyntax, definitionText } from './definition-text.js';

const syntaxes: Readonly<Record<string, DefinitionSyntax>> = { '.ts': 'ts', '.yaml': 'yaml', '.yml': 'yaml' };

/** Whether it was written, or already said the same; or what stood in the way. A file that is there is left alone. */
export async function writePreset(preset: Preset, file: string): Promise<Phase<'written' | 'unchanged'>> {
  const syntax = syntaxes[extname(file).toLowerCase()];
  if (!syntax) return [undefined, [reportCommand('reproduce/unknown-ending', { file })]];
  const text = definitionText(preset, syntax);
  const [present, unreadable] = await readPresent(file);
  if (unreadable) return [undefined, [unreadable]];
  if (present === text) return ['unchanged', []];
  const hindrance =
    present === undefined
      ? await writeFileWhole(file, text)
      : reportCommand('reproduce/other-file', { file, preset: preset.name });
  return hindrance ? [undefined, [hindrance]] : ['written', []];
}

async function readPresent(file: string): Promise<readonly [string | undefined, Diagnostic | undefined]> {
  let present: string | undefined;
  const refusal = await refusalOf(async () => {
    present = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  });
  return [present, refusal];
}
