// Files of a model folder, found by name, never outside the folder.
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isObject, type Phase, parseStrictJson } from '@allot/spec';
import { report } from './catalog.js';
import { liesIn } from './links.js';

/**
 * The real path of a file of a model folder; undefined without a diagnostic where there is none. A link is followed when
 * it leads to a file inside the folder or, in a cache of the Hugging Face hub (`REPOSITORY/snapshots/REVISION`), into
 * `REPOSITORY/blobs`; any other is refused. File system errors are thrown.
 */
export async function locateModelFile(folder: string, name: string): Promise<Phase<string>> {
  const file = path.join(folder, name);
  if (!(await isThere(file))) return [undefined, []];
  const [root, real] = await Promise.all([realpath(folder), realpath(file)]);
  if (!homes(root).some((home) => liesIn(home, real)))
    return [undefined, [report('model/outside-folder', { file })]];
  if (!(await stat(real)).isFile()) return [undefined, [report('model/not-a-file', { file })]];
  return [real, []];
}

/** A file, or a link that does not dangle. */
const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    async (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      await lstat(file);
      throw error;
    },
  );

function homes(root: string): readonly string[] {
  const snapshots = path.dirname(root);
  return path.basename(snapshots) === 'snapshots'
    ? [root, path.join(path.dirname(snapshots), 'blobs')]
    : [root];
}

/** A name that stands for a file of the folder itself. */
export const isPlainName = (name: string): boolean => /^(?!\.)[^/\\\0]{1,255}$/.test(name);

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object in a file; the problem, as a clause, where it is none. `file`: its real path. */
export async function readJsonObject(
  file: string,
  mostBytes: number,
): Promise<{ readonly value: JsonObject } | { readonly problem: string }> {
  const { size } = await stat(file);
  if (size > mostBytes) return { problem: `it has ${size} bytes; ${mostBytes} are the most` };
  const parsed = parseStrictJson(await readFile(file));
  if ('problem' in parsed) return parsed;
  return isObject(parsed.value) ? { value: parsed.value } : { problem: 'it holds another JSON value' };
}
