// Where a dataset's files lie: beside the definition, or in the cache of the hub.
import { isAbsolute, join } from 'node:path';
import type { DatasetDefinition, Phase } from '@allot/spec';
import { report } from '../catalog.js';
import type { HubAccess } from '../hub/hub-access.js';
import { type HubRequest, locateHubFiles } from '../hub/locate.js';
import { namedDatasets } from './named/index.js';
import { splitOf } from './named/named-dataset.js';

/**
 * Absolute paths of a dataset's files, in their order; whether a local one exists is not looked at. `folder` is that of the
 * definition. Diagnostics: `dataset/*`, `hub/*`.
 */
export async function locateDataset(
  definition: DatasetDefinition,
  folder: string,
  access: HubAccess,
): Promise<Phase<readonly string[]>> {
  if (definition.kind === 'arithmetic') return [[], []];
  if ('path' in definition && definition.path !== undefined)
    return [[isAbsolute(definition.path) ? definition.path : join(folder, definition.path)], []];
  const [request, mistakes] = hubRequestOf(
    definition as Extract<DatasetDefinition, { kind: 'hub' | 'named' }>,
  );
  if (!request) return [undefined, mistakes];
  return locateHubFiles(request, access);
}

/** What a definition wants of the hub. */
export function hubRequestOf(
  definition: Extract<DatasetDefinition, { kind: 'hub' | 'named' }>,
): Phase<HubRequest> {
  if (definition.kind === 'hub') {
    const { repo, revision = 'main', file, config, split = 'train' } = definition;
    const files = file === undefined ? splitPatterns(config, split) : [file];
    return [{ repo, revision, files, what: repo }, []];
  }
  const known = namedDatasets[definition.name];
  const split = splitOf(known, definition.split);
  if (!split) {
    const splits = Object.keys(known.splits).join(', ');
    return [
      undefined,
      [report('dataset/no-such-split', { name: known.name, split: String(definition.split), splits })],
    ];
  }
  const { repo, revision } = known;
  return [{ repo, revision: definition.revision ?? revision, files: split.files, what: known.name }, []];
}

/** Where the files of a split usually lie. */
const splitPatterns = (config: string | undefined, split: string): readonly string[] => {
  const names = [`${split}.*`, `${split}-*`, `${split}/*`];
  const folders = config === undefined ? ['', 'data/'] : [`${config}/`, `data/${config}/`];
  return folders.flatMap((folder) => names.map((name) => folder + name));
};
