// Where downloaded files lie: content by its hash, and beside it, by commit, the names that people know.
import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Paths inside the cache of one dataset repository. */
export const cachePaths = (cache: string, repo: string) => {
  const home = join(cache, `datasets--${repo.replaceAll('/', '--')}`);
  return {
    /** Commit that a branch or tag was last seen at. */
    ref: (revision: string) => join(home, 'refs', `${encodeURIComponent(revision)}`),
    /** Files of a commit. */
    listing: (commit: string) => join(home, 'listings', `${commit}.json`),
    blob: (digest: string) => join(home, 'blobs', digest),
    file: (commit: string, path: string) => join(home, 'snapshots', commit, ...path.split('/')),
  } as const;
};

export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes a file whole or not at all. */
export async function writeWhole(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${randomUUID()}.new`;
  await writeFile(aside, content);
  await rename(aside, file);
}

/** Gives a blob the name that it has in the repository; a copy where the file system has no links. */
export async function nameBlob(blob: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await link(blob, file);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    const aside = `${file}.${randomUUID()}.new`;
    await copyFile(blob, aside);
    await rename(aside, file);
  }
}

export const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT');

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
