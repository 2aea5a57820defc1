// Writes a folder all or nothing: aside first, then renamed into its place.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export interface FolderFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Whether it may be run. Absent: no. */
  readonly executable?: boolean;
}

/**
 * Replaces `folder` by these files. Answers why it could not, in words, and then leaves what was there. What a killed process left
 * beside it is overwritten.
 */
export async function writeFolder(folder: string, files: readonly FolderFile[]): Promise<string | undefined> {
  const target = resolve(folder);
  const aside = `${target}.allot-new`;
  try {
    await rm(aside, { recursive: true, force: true });
    // Node's recursive mkdir never returns where a file system makes no folders at all (/proc).
    if (existsSync(dirname(aside))) await mkdir(aside);
    for (const { path, content, executable } of files) {
      const file = join(aside, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { flush: true, ...(executable && { mode: 0o755 }) });
    }
    await replaceFolder(aside, target);
    return undefined;
  } catch (error) {
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
    return describeFileError(error);
  }
}

async function replaceFolder(aside: string, target: string): Promise<void> {
  const old = `${target}.allot-old`;
  await rm(old, { recursive: true, force: true });
  const moved = await rename(target, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(aside, target);
  } catch (error) {
    if (moved) await rename(old, target);
    throw error;
  }
  if (moved) await rm(old, { recursive: true, force: true });
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
};

function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return words[code] ?? message;
}
