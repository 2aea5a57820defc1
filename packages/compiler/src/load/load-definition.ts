// Reads a definition file of any kind: its text, its data, and a span for every value.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Diagnostic, Phase } from '@allot/spec';
import { report } from '../diagnostics/report.js';
import { jsonMistake } from './json-mistake.js';
import type { LoadedDefinition } from './loaded-definition.js';
import { displayName, type Sources } from './sources.js';

export interface LoadOptions {
  /** Whether a TypeScript definition's types are checked. @default true */
  readonly types?: boolean;
  /** Module that `import ... from 'allot'` means, so that a definition needs no node_modules. */
  readonly allotEntry?: string;
  /** Limits of running a TypeScript definition. */
  readonly limits?: { readonly seconds: number; readonly megabytes: number };
}

const LARGEST_FILE = 1 << 20;
const dataKinds = new Set(['.yaml', '.yml', '.json']);
const scriptKinds = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

/** Loads a definition; the texts it came from are added to `sources`. */
export async function loadDefinition(
  path: string,
  options: LoadOptions,
  sources: Sources,
): Promise<Phase<LoadedDefinition>> {
  const file = resolve(path);
  const name = displayName(file);
  const extension = extname(file).toLowerCase();
  const ofRun = runOf(file);
  if (ofRun !== undefined) return [undefined, [notARun(name, ofRun)]];
  const [text, unread] = readText(file, name);
  if (text === undefined) return [undefined, unread];
  if (!dataKinds.has(extension) && !scriptKinds.has(extension))
    return [
      undefined,
      [
        report('definition/unknown-kind', {
          extension: extension ? `${extension} file` : 'file without an ending',
        }),
      ],
    ];
  sources.set(name, text);
  if (dataKinds.has(extension)) {
    const { loadYaml } = await import('./load-yaml.js');
    const mistake = extension === '.json' ? jsonMistake(name, text) : undefined;
    if (mistake) return [undefined, [mistake]];
    // JSON is YAML, whose reader knows the places of values.
    const [loaded, diagnostics] = loadYaml(name, text);
    return [
      loaded && { file, ...loaded, value: withoutSchema(loaded.value), shapes: new Map() },
      diagnostics,
    ];
  }
  const { loadTypeScript } = await import('./load-typescript.js');
  return loadTypeScript(file, text, options, sources);
}

/** The run folder that a path is, or whose own run.json or plan.json it is. */
function runOf(file: string): string | undefined {
  const isRun = (folder: string): boolean =>
    existsSync(join(folder, 'run.json')) && existsSync(join(folder, 'plan.json'));
  if (isRun(file)) return file;
  const isOwn = ['run.json', 'plan.json'].includes(basename(file));
  return isOwn && isRun(dirname(file)) ? dirname(file) : undefined;
}

function notARun(path: string, run: string): Diagnostic {
  const kept = [...scriptKinds, ...dataKinds]
    .map((ending) => join(run, `definition${ending}`))
    .find((definition) => existsSync(definition));
  const where = kept === undefined ? '' : `Its definition is kept as ${displayName(kept)}. `;
  return report('definition/is-a-run', { path, run: displayName(run), where });
}

/** Editors read `$schema` of a JSON file; it says nothing about the experiment. */
function withoutSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $schema: _, ...definition } = value as Readonly<Record<string, unknown>>;
  return definition;
}

function readText(file: string, name: string): readonly [string | undefined, readonly Diagnostic[]] {
  const unreadable = (problem: string) =>
    [undefined, [report('definition/unreadable', { file: name, problem })]] as const;
  try {
    const status = statSync(file);
    if (status.isDirectory()) return unreadable('it is a folder');
    if (!status.isFile()) return unreadable('it is no plain file');
    if (status.size > LARGEST_FILE) return unreadable('it is larger than 1 MB');
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(readFileSync(file));
    return text.includes('\0') ? unreadable('it is not text') : [text, []];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return [undefined, [report('definition/not-found', { file: name })]];
    if (error instanceof TypeError) return unreadable('it is not UTF-8');
    return unreadable(code ?? message);
  }
}
