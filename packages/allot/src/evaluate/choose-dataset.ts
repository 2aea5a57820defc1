// What `allot eval` evaluates on: a dataset of the run by name, a file, a dataset that Allot knows, or what the definition says.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatasetDefinition, Diagnostic, LocatedDataset, NamedDataset, Phase, Plan } from '@allot/spec';
import type { HubAccess } from '@allot/tasks';
import { reportCommand } from '../catalog.js';
import { nearest } from '../cli/nearest.js';

/** Who is told what the hub is asked for. */
export type HubListeners = Pick<HubAccess, 'onProgress' | 'onRequest'>;

export interface ChosenDataset {
  readonly dataset?: string;
  readonly data?: LocatedDataset;
}

/** A name of the run wins over one that Allot knows, and both over a file; `gsm8k=FILE` is a file with the fields of gsm8k. */
export async function chooseDataset(
  { settings }: Plan,
  data: string | undefined,
  hub: HubListeners = {},
): Promise<Phase<ChosenDataset>> {
  const names = Object.keys(settings.datasets);
  const listed = names.join(', ') || 'none';
  if (data === undefined)
    return settings.evaluation === undefined
      ? [undefined, [reportCommand('eval/no-dataset', { names: listed })]]
      : [{ dataset: settings.evaluation.dataset }, []];
  if (names.includes(data)) return [{ dataset: data }, []];
  const [definition, mistakes] = await datasetOf(data);
  if (definition) return locate(definition, hub);
  if (mistakes.length > 0) return [undefined, mistakes];
  const { namedDatasets } = await import('@allot/tasks');
  const close = nearest(data, [...names, ...Object.keys(namedDatasets)]);
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  return [undefined, [reportCommand('eval/unknown-dataset', { name: data, names: listed, meant })]];
}

/** The definition that a word of the command line stands for; without diagnostics where it is no such word. */
export async function datasetOf(data: string): Promise<Phase<DatasetDefinition>> {
  const { formatOfName, namedDatasets } = await import('@allot/tasks');
  const isKnown = (name: string): name is NamedDataset['name'] => Object.hasOwn(namedDatasets, name);
  if (isKnown(data)) return [{ kind: 'named', name: data }, []];
  const equals = data.indexOf('=');
  const name = data.slice(0, Math.max(0, equals));
  if (isKnown(name)) return [{ kind: 'named', name, path: resolve(data.slice(equals + 1)) }, []];
  if (!/[./\\]/.test(data)) return [undefined, []];
  const path = resolve(data);
  if (/^[\w-]+=/.test(data) && !existsSync(path)) return [undefined, [await unknownName(name)]];
  const format = formatOfName(path);
  if (!format) return [undefined, [reportCommand('data/unknown-format', { file: data })]];
  return [{ ...format, path }, []];
}

/** A name that Allot does not know, with the ones that it knows. */
export async function unknownName(name: string): Promise<Diagnostic> {
  const { namedDatasets } = await import('@allot/tasks');
  const names = Object.keys(namedDatasets);
  const close = nearest(name, names);
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  return reportCommand('data/unknown-name', { name, names: names.join(', '), meant });
}

/** Where the files of a dataset lie; those of the hub are downloaded. */
export async function locate(
  definition: DatasetDefinition,
  hub: HubListeners = {},
): Promise<Phase<ChosenDataset>> {
  const { hubAccessFrom, locateDataset } = await import('@allot/tasks');
  const [files, mistakes] = await locateDataset(definition, '.', hubAccessFrom(process.env, 'always', hub));
  return [files && { data: { definition, files } }, mistakes];
}
