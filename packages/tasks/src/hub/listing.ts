// The files of a repository at a commit: asked of the hub once, then kept.
import { report } from '../catalog.js';
import type { HubAccess } from './hub-access.js';
import { cachePaths, readText, writeWhole } from './hub-cache.js';
import { HubFailure } from './hub-failure.js';
import { requestHub } from './request.js';

export interface Listing {
  readonly commit: string;
  readonly files: readonly ListedFile[];
}

export interface ListedFile {
  /** With slashes, relative to the repository. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly digest: ContentDigest;
}

/** sha256 of the content, or the SHA-1 that git gives a small file. */
export interface ContentDigest {
  readonly kind: 'sha256' | 'git';
  readonly hex: string;
}

/** The listing as the cache has it: undefined where the revision was never fetched. */
export async function cachedListing(
  repo: string,
  revision: string,
  { cache }: HubAccess,
): Promise<Listing | undefined> {
  const paths = cachePaths(cache, repo);
  const commit = isCommit(revision) ? revision : (await readText(paths.ref(revision)))?.trim();
  if (commit === undefined || !isCommit(commit)) return undefined;
  const files = readListing(await readText(paths.listing(commit)));
  return files && { commit, files };
}

/** Undefined where there is none, or it is damaged: then it is asked for again. */
function readListing(text: string | undefined): readonly ListedFile[] | undefined {
  if (text === undefined) return undefined;
  try {
    const files: unknown = JSON.parse(text);
    return Array.isArray(files) && files.every(isListed) ? files : undefined;
  } catch {
    return undefined;
  }
}

function isListed(file: unknown): file is ListedFile {
  const { path, size, digest } = Object(file) as Partial<ListedFile>;
  return typeof path === 'string' && isInside(path) && typeof size === 'number' && isDigest(digest?.hex);
}

/** Whether a path stays in the folder that it is joined to. */
const isInside = (path: string): boolean =>
  path.split(/[/\\]/).every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes(':'));

const isDigest = (hex: unknown): boolean => typeof hex === 'string' && /^[0-9a-f]{40,64}$/.test(hex);

/** The listing as the hub has it now; a branch is looked up anew. Throws a HubFailure. */
export async function fetchListing(repo: string, revision: string, access: HubAccess): Promise<Listing> {
  const known = isCommit(revision) ? await cachedListing(repo, revision, access) : undefined;
  if (known) return known;
  const paths = cachePaths(access.cache, repo);
  const commit = isCommit(revision) ? revision : await fetchCommit(repo, revision, access);
  const files = await fetchFiles(repo, commit, access);
  await writeWhole(paths.listing(commit), JSON.stringify(files));
  if (!isCommit(revision)) await writeWhole(paths.ref(revision), commit);
  return { commit, files };
}

export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

async function fetchCommit(repo: string, revision: string, access: HubAccess): Promise<string> {
  const url = `${access.endpoint}/api/datasets/${repo}/revision/${encodeURIComponent(revision)}`;
  const [body] = await fetchJson(url, repo, access);
  const { sha } = Object(body) as { sha?: unknown };
  if (typeof sha !== 'string' || !isCommit(sha)) throw malformed(url, 'it names no commit');
  return sha;
}

/** All pages of the repository's tree. */
async function fetchFiles(repo: string, commit: string, access: HubAccess): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  let url: string | undefined = `${access.endpoint}/api/datasets/${repo}/tree/${commit}?recursive=true`;
  while (url !== undefined) {
    const [body, next]: readonly [unknown, string | undefined] = await fetchJson(url, repo, access);
    if (!Array.isArray(body)) throw malformed(url, 'it is no list of files');
    files.push(...body.flatMap(listedFile));
    url = next;
  }
  return files;
}

/** Folders, and paths that would lead out of a folder, are no files. */
function listedFile(entry: unknown): ListedFile[] {
  const { type, path, size, oid, lfs } = Object(entry) as Readonly<Record<string, unknown>>;
  if (type !== 'file' || typeof path !== 'string' || typeof size !== 'number' || typeof oid !== 'string')
    return [];
  if (!isInside(path)) return [];
  const large = Object(lfs) as { oid?: unknown };
  const digest: ContentDigest =
    typeof large.oid === 'string'
      ? { kind: 'sha256', hex: large.oid.replace(/^sha256:/, '') }
      : { kind: 'git', hex: oid };
  return isDigest(digest.hex) ? [{ path, size, digest }] : [];
}

async function fetchJson(
  url: string,
  repo: string,
  access: HubAccess,
): Promise<readonly [body: unknown, next: string | undefined]> {
  const { response, done } = await requestHub(url, repo, access);
  try {
    const next = /<([^<>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    return [await response.json(), next];
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(url, 'it is no JSON');
    throw error;
  } finally {
    done();
  }
}

const malformed = (url: string, reason: string): HubFailure =>
  new HubFailure(report('hub/malformed', { url, reason }));
