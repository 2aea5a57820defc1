// Links in a run folder: whoever hands a run on could make one point at files of the reader's.
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';

/** A link inside the folder that leads out of it, or nowhere; undefined where there is none. File system errors are thrown. */
export async function linkOutside(folder: string): Promise<string | undefined> {
  const root = await realpath(folder);
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const link = path.join(entry.parentPath, entry.name);
    const target = await realpath(link).catch(() => undefined);
    if (target === undefined || !liesIn(root, target)) return path.join(folder, path.relative(root, link));
  }
  return undefined;
}

/** Whether a real path is inside a folder; the folder itself is not. */
export function liesIn(home: string, file: string): boolean {
  const way = path.relative(home, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
