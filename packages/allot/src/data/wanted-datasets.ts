// Which datasets a word of the command line means: all or one of a definition, a named one, or a file.
import { dirname, resolve } from 'node:path';
import type { DatasetDefinition, Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { nearest } from '../cli/nearest.js';
import { datasetOf, unknownName } from '../evaluate/choose-dataset.js';
import { createHost } from '../host.js';

export interface WantedDataset {
  /** What it is called in the definition or on the command line. */
  readonly name: string;
  readonly definition: DatasetDefinition;
  /** Folder that its path is relative to. */
  readonly folder: string;
  /** Whether every split is meant, and not the one that a definition would take. */
  readonly everySplit?: boolean;
}

/** `only` is the name of one dataset of a definition. */
export async function wantedDatasets(
  word: string,
  only: string | undefined,
  types: boolean,
): Promise<Phase<readonly WantedDataset[]>> {
  const isDefinition = /\.(?:[cm]?[jt]s|ya?ml)$/i.test(word);
  if (only === undefined && !isDefinition) return oneDataset(word);
  if (only !== undefined && !isDefinition && (word.includes('=') || !/\.json$/i.test(word)))
    return [undefined, [reportCommand('data/no-definition', { word, name: only })]];
  const [datasets, problems] = await datasetsOfDefinition(word, types);
  if (!datasets) return [undefined, problems];
  const names = Object.keys(datasets);
  const folder = dirname(resolve(word));
  const wanted = Object.entries(datasets).map(([name, definition]) => ({ name, definition, folder }));
  if (only === undefined) return [wanted, []];
  const found = wanted.filter(({ name }) => name === only);
  if (found.length > 0) return [found, []];
  const close = nearest(only, names);
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  const listed = names.join(', ') || 'none';
  return [
    undefined,
    [reportCommand('data/unknown-dataset', { name: only, file: word, names: listed, meant })],
  ];
}

async function oneDataset(word: string): Promise<Phase<readonly WantedDataset[]>> {
  const [definition, mistakes] = await datasetOf(word);
  if (definition) return [[{ name: word, definition, folder: '.', everySplit: true }], []];
  if (mistakes.length > 0) return [undefined, mistakes];
  return [undefined, [await unknownName(word)]];
}

/** The datasets of a definition, none of which is looked at. */
async function datasetsOfDefinition(
  file: string,
  types: boolean,
): Promise<Phase<Readonly<Record<string, DatasetDefinition>>>> {
  const [{ checkFile }, { allotEntry }] = await Promise.all([
    import('@allot/compiler'),
    import('../host.js'),
  ]);
  const host = {
    ...createHost(),
    locateDataset: async () => [undefined, []] as const,
    inspectDataset: async () => [undefined, []] as const,
  };
  const { definition, diagnostics } = await checkFile(file, host, { types, allotEntry });
  return definition ? [definition.datasets ?? {}, []] : [undefined, diagnostics];
}
