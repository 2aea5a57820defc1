// Downloads one file of the hub: goes on where it was cut, and is there only when its size and its hash are right.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Response } from 'undici';
import { report } from '../catalog.js';
import { withLock } from './file-lock.js';
import type { HubAccess } from './hub-access.js';
import { cachePaths, nameBlob } from './hub-cache.js';
import { HubFailure } from './hub-failure.js';
import type { ListedFile } from './listing.js';
import { isNetworkError, networkReason, requestHub, waitBefore } from './request.js';
import { unreachable } from './unreachable.js';

/** Most cut connections in a row that brought nothing. */
const mostCuts = 5;

/** Path of the file in the cache, downloaded where it was not there. Throws a HubFailure. */
export async function downloadFile(
  repo: string,
  commit: string,
  listed: ListedFile,
  access: HubAccess,
): Promise<string> {
  const paths = cachePaths(access.cache, repo);
  const file = paths.file(commit, listed.path);
  const blob = paths.blob(listed.digest.hex);
  if ((await sizeOf(file)) === listed.size) return file;
  await mkdir(dirname(blob), { recursive: true });
  await withLock(blob, access.signal, async () => {
    if ((await sizeOf(blob)) === listed.size) return;
    await fetchBlob(repo, commit, listed, blob, access);
  });
  await nameBlob(blob, file);
  return file;
}

async function fetchBlob(
  repo: string,
  commit: string,
  listed: ListedFile,
  blob: string,
  access: HubAccess,
): Promise<void> {
  const part = `${blob}.part`;
  const path = listed.path.split('/').map(encodeURIComponent).join('/');
  const url = `${access.endpoint}/datasets/${repo}/resolve/${commit}/${path}`;
  for (let round = 0; ; round++) {
    await fetchAll(url, repo, listed, part, access);
    if ((await digestOf(part, listed)) === listed.digest.hex) break;
    await rm(part, { force: true });
    // A part of an earlier download may have been damaged; a whole new one may not.
    if (round === 1)
      throw new HubFailure(report('hub/damaged-download', { url, expected: listed.digest.hex }));
  }
  await rename(part, blob);
}

/** Requests what is missing until the part is whole. */
async function fetchAll(
  url: string,
  repo: string,
  listed: ListedFile,
  part: string,
  access: HubAccess,
): Promise<void> {
  for (let cuts = 0; ; ) {
    const before = (await sizeOf(part)) ?? 0;
    if (before > listed.size) await rm(part);
    else if (before === listed.size && before > 0) return;
    let reason = `it sends less than the ${listed.size} bytes of the file`;
    try {
      await fetchRest(url, repo, listed, part, access);
    } catch (error) {
      access.signal?.throwIfAborted();
      if (!isNetworkError(error)) throw error;
      reason = networkReason(error);
    }
    const after = (await sizeOf(part)) ?? 0;
    if (after === listed.size) return;
    cuts = after > before ? 1 : cuts + 1;
    if (cuts > mostCuts) throw unreachable(url, reason, access.proxies);
    await waitBefore(cuts, access);
  }
}

/** One request for the bytes behind those of the part. */
async function fetchRest(
  url: string,
  repo: string,
  listed: ListedFile,
  part: string,
  access: HubAccess,
): Promise<void> {
  const have = (await sizeOf(part)) ?? 0;
  const range = have > 0 ? { range: `bytes=${have}-` } : undefined;
  const { response, alive, done } = await requestHub(url, repo, access, {
    'accept-encoding': 'identity',
    ...range,
  });
  const continues = response.status === 206 && startOfRange(response) === have;
  if (response.status === 416 || (response.status === 206 && !continues)) {
    done();
    await response.body?.cancel();
    await rm(part, { force: true });
    return;
  }
  const handle = await open(part, continues ? 'a' : 'w');
  let received = continues ? have : 0;
  try {
    for await (const chunk of response.body ?? []) {
      alive();
      await handle.write(chunk as Uint8Array);
      received += (chunk as Uint8Array).length;
      access.onProgress?.({ file: `${repo}/${listed.path}`, received, total: listed.size });
      if (received > listed.size) break;
    }
    await handle.sync();
  } finally {
    done();
    await handle.close();
  }
}

const startOfRange = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);

async function digestOf(file: string, { digest, size }: ListedFile): Promise<string> {
  const hash: Hash = createHash(digest.kind === 'git' ? 'sha1' : 'sha256');
  if (digest.kind === 'git') hash.update(`blob ${size}\0`);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}
