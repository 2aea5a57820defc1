// Folders whose files are known by their hashes, so that damage is seen: `hashes.json` lists them.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isObject } from '@allot/spec';
import { hashFile, prettyJson, writeWhole } from './files.js';
import { readJson } from './run-directory.js';

/** By the path in the folder, with slashes. */
export type FileHashes = Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;

const SEAL_FORMAT = 1;
const seal = 'hashes.json';

/** Hashes of all files in a folder and below but the list itself, in the order of their paths. File system errors are thrown. */
export async function hashFiles(folder: string, list: string): Promise<FileHashes> {
  // What stands aside is left from a list that could not be written.
  const own = [list, `${list}.tmp`];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => entry.isFile() && !own.includes(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
  const files: Record<string, { sha256: string; bytes: number }> = {};
  for (const name of names) files[name] = await hashFile(path.join(folder, name));
  return files;
}

/** Writes the hashes of a folder's files beside them. File system errors are thrown. */
export async function sealFolder(folder: string): Promise<void> {
  const files = await hashFiles(folder, seal);
  await writeWhole(path.join(folder, seal), prettyJson({ format: SEAL_FORMAT, files }));
}

export interface Flaw {
  readonly file: string;
  /** What a sentence says of the file: `was changed`. */
  readonly problem: string;
}

/**
 * The first file of a sealed folder that is not what it was; undefined where there is none, or the folder was made before there
 * were seals. `sizes` looks at presence and lengths alone, which is quick.
 */
export async function flawOfFolder(folder: string, look: 'hashes' | 'sizes'): Promise<Flaw | undefined> {
  const sealed = await readSeal(folder);
  if (!sealed) return undefined;
  if (isFlaw(sealed)) return sealed;
  for (const name of Object.keys(sealed)) {
    const problem = await flawOf(folder, name, sealed, look);
    if (problem !== undefined) return { file: path.join(folder, name), problem };
  }
  return undefined;
}

/** What is wrong with one file of a sealed folder, as `Flaw` says it; undefined where it is what it was, or nobody can tell. */
export async function flawOfFile(file: string): Promise<string | undefined> {
  const folder = path.dirname(file);
  const sealed = await readSeal(folder);
  if (!sealed) return undefined;
  if (isFlaw(sealed)) return `cannot be checked, because ${sealed.file} ${sealed.problem}`;
  return flawOf(folder, path.basename(file), sealed, 'hashes');
}

/** What is wrong with a file that is listed, as `Flaw` says it. A file that is not listed was added later. */
export async function flawOf(
  folder: string,
  name: string,
  files: FileHashes,
  look: 'hashes' | 'sizes',
): Promise<string | undefined> {
  const known = files[name];
  if (!known) return undefined;
  const file = path.join(folder, name);
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!found) return 'is missing';
  if (!found.isFile()) return 'is no file';
  if (found.size !== known.bytes) return `has ${found.size} bytes instead of ${known.bytes}`;
  if (look === 'sizes') return undefined;
  return (await hashFile(file)).sha256 === known.sha256 ? undefined : 'was changed';
}

async function readSeal(folder: string): Promise<FileHashes | Flaw | undefined> {
  const file = path.join(folder, seal);
  const [json, problems] = await readJson(file);
  if (json === undefined) {
    const [problem] = problems;
    return problem?.code === 'store/missing-file' ? undefined : { file, problem: 'is damaged' };
  }
  if (!isObject(json) || json.format !== SEAL_FORMAT)
    return { file, problem: `has a format that is not ${SEAL_FORMAT}` };
  const { files } = json;
  const whole =
    isObject(files) &&
    Object.entries(files).every(([name, one]) => isInside(name) && isObject(one) && isKnown(one));
  return whole ? (files as unknown as FileHashes) : { file, problem: 'is damaged' };
}

const isFlaw = (sealed: FileHashes | Flaw): sealed is Flaw => typeof sealed.problem === 'string';

const isInside = (name: string): boolean => !path.isAbsolute(name) && !name.split('/').includes('..');

const isKnown = ({ sha256, bytes }: Readonly<Record<string, unknown>>): boolean =>
  typeof sha256 === 'string' && Number.isSafeInteger(bytes);
