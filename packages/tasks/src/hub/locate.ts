// The files of the hub that a dataset asks for, from the cache or downloaded into it.

import { existsSync } from 'node:fs';
import { type Diagnostic, type Phase, showText } from '@allot/spec';
import { report } from '../catalog.js';
import { formatOfName } from '../dataset/rows/open-rows.js';
import { downloadFile } from './download.js';
import type { HubAccess } from './hub-access.js';
import { cachePaths } from './hub-cache.js';
import { HubFailure } from './hub-failure.js';
import { cachedListing, fetchListing, type ListedFile, type Listing } from './listing.js';
import { matchesPath } from './match-path.js';

export interface HubRequest {
  readonly repo: string;
  readonly revision: string;
  /** Patterns of paths; any of them may match. */
  readonly files: readonly string[];
  /** What users call it: a named dataset, or the repository. */
  readonly what: string;
}

/** Absolute paths, by name. Diagnostics: `hub/*`, `dataset/not-downloaded`, `dataset/offline`. */
export async function locateHubFiles(
  request: HubRequest,
  access: HubAccess,
): Promise<Phase<readonly string[]>> {
  const wrong = badName(request);
  if (wrong) return [undefined, [wrong]];
  try {
    return access.download === 'always'
      ? await fetchFiles(request, access)
      : await findFiles(request, access);
  } catch (error) {
    if (!(error instanceof HubFailure)) throw error;
    return [undefined, [error.diagnostic]];
  }
}

/** Names are parts of addresses and of paths. */
function badName({ repo, revision }: HubRequest): Diagnostic | undefined {
  if (!/^(?!\.)[\w.-]{1,96}(?:\/(?!\.)[\w.-]{1,96})?$/.test(repo))
    return report('hub/bad-name', { name: showText(repo), what: 'repository' });
  if (!/^(?!\.)[^\s\p{C}~^:?*[\\]{1,200}$/u.test(revision))
    return report('hub/bad-name', { name: showText(revision), what: 'revision' });
  return undefined;
}

async function fetchFiles(request: HubRequest, access: HubAccess): Promise<Phase<readonly string[]>> {
  const listing = await fetchListing(request.repo, request.revision, access);
  const files: string[] = [];
  for (const listed of matching(request, listing))
    files.push(await downloadFile(request.repo, listing.commit, listed, access));
  return [files, []];
}

/** As far as the cache knows; a missing file is named, with the place where it was looked for. */
async function findFiles(request: HubRequest, access: HubAccess): Promise<Phase<readonly string[]>> {
  const { repo, revision, what } = request;
  const paths = cachePaths(access.cache, repo);
  const missing = (file: string, place: string): Phase<never> => [
    undefined,
    [
      access.download === 'offline'
        ? report('dataset/offline', { what, file, place })
        : report('dataset/not-downloaded', { what, file, place }),
    ],
  ];
  const listing = await cachedListing(repo, revision, access);
  if (!listing) {
    const file = `${repo}/${request.files[0]} at ${revision}`;
    return missing(file, paths.listing(revision).replace(/\.json$/, ''));
  }
  const files = matching(request, listing).map(({ path }) => ({
    path,
    file: paths.file(listing.commit, path),
  }));
  const absent = files.find(({ file }) => !existsSync(file));
  if (absent) return missing(`${repo}/${absent.path}`, absent.file);
  return [files.map(({ file }) => file), []];
}

/** Files that a pattern matches and that are of a format that can be read, by name. Throws a HubFailure where there are none. */
function matching({ repo, revision, files }: HubRequest, listing: Listing): readonly ListedFile[] {
  const readable = listing.files.filter(({ path }) => formatOfName(path) !== undefined);
  for (const pattern of files) {
    const found = readable.filter(({ path }) => matchesPath(path, pattern));
    if (found.length > 0) return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }
  const listed =
    readable
      .slice(0, 20)
      .map(({ path }) => path)
      .join(', ') || 'none that can be read';
  throw new HubFailure(report('hub/no-such-file', { repo, revision, pattern: files.join(' or '), listed }));
}
