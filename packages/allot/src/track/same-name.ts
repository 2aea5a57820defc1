// Tools tell runs apart by the name of their folder.
import { basename, resolve } from 'node:path';

/** A name that two different folders have; undefined where there is none. */
export function sameName(directories: readonly string[]): string | undefined {
  const names = [...new Set(directories.map((directory) => resolve(directory)))].map((path) =>
    basename(path),
  );
  return names.find((name, index) => names.indexOf(name) !== index);
}
