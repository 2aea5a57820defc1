// What `allot eval` evaluates on: a dataset of the run by name, a file, or what the definition says.
import { resolve } from 'node:path';
import type { Phase, Plan } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { nearest } from '../cli/nearest.js';

export interface ChosenDataset {
  readonly dataset?: string;
  /** Absolute path. */
  readonly datasetFile?: string;
}

/** A name wins over a file; anything with a folder or an extension in it is a file. */
export function chooseDataset({ settings }: Plan, data: string | undefined): Phase<ChosenDataset> {
  const names = Object.keys(settings.datasets);
  const listed = names.join(', ') || 'none';
  if (data === undefined)
    return settings.evaluation === undefined
      ? [undefined, [reportCommand('eval/no-dataset', { names: listed })]]
      : [{ dataset: settings.evaluation.dataset }, []];
  if (names.includes(data)) return [{ dataset: data }, []];
  if (/[./\\]/.test(data)) return [{ datasetFile: resolve(data) }, []];
  const close = nearest(data, names);
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  return [undefined, [reportCommand('eval/unknown-dataset', { name: data, names: listed, meant })]];
}
