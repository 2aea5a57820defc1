// Links in a run folder: whoever hands a run on could make one point at files of the reader's.
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';

/** A link inside the folder that leads out of it, or nowhere; undefined where there is none. File system errors are thrown. */
export async function linkOutside(folder: string): Promise<string | undefined> {
  const root = await realpath(folder);
  for await (const link of linksBelow(root)) {
    const target = await realpath(link).catch(() => undefined);
    if (target === undefined || !liesIn(root, target)) return path.join(folder, path.relative(root, link));
  }
  return undefined;
}

/** A run that goes on takes folders away while they are looked at: those have no links any more. */
async function* linksBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) yield file;
    else if (entry.isDirectory()) yield* linksBelow(file);
  }
}

/** Whether a real path is inside a folder; the folder itself is not. */
export function liesIn(home: string, file: string): boolean {
  const way = path.relative(home, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
