// Files that are whole or absent: written aside, then renamed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '@allot/spec';

/**
 * Writes `FILE.tmp` and renames it; with `durable`, its bytes have reached the disk before the rename, and its name when this returns. What a kill
 * leaves behind is overwritten when the file is written again; two writers of one file at once are not supported.
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  { durable = false } = {},
): Promise<void> {
  const aside = `${file}.tmp`;
  try {
    // What stands there may be a link: it is removed, and never written through.
    await rm(aside, { force: true });
    await writeFile(aside, content, { flag: 'wx', flush: durable });
    await rename(aside, file);
    if (durable) await syncFolder(dirname(file));
  } catch (error) {
    await rm(aside, { force: true });
    throw namingFile(error, file);
  }
}

/** Writes a file in place; its bytes have reached the disk when this returns. */
export async function writeDurable(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content, { flush: true });
  } catch (error) {
    throw namingFile(error, file);
  }
}

/** The same error with the file's path: the system leaves it out where a write fails, and else may name the one aside. */
export function namingFile(error: unknown, file: string): unknown {
  if (error instanceof Error && 'syscall' in error) {
    Object.assign(error, { path: file });
  }
  return error;
}

/**
 * Makes a folder and what is missing above it. Node's own recursive mkdir never returns where a file system makes no
 * folders at all (/proc), and hides why a read-only one refuses.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return;
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder || (await isThere(above))) throw error;
    await makeFolder(above);
    await makeFolder(folder);
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** JSON for people and for byte comparison: two spaces, a newline at the end, members in the order given. */
export const prettyJson = (value: Json | object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Makes the entries of a folder durable. Systems that cannot (Windows) are left alone. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The file's bytes, or undefined when it does not exist. */
export async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** sha256 and length of a file of any size. */
export async function hashFile(file: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Bytes of all files in a folder and below. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes;
}
