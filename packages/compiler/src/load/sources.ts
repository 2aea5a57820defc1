// The texts that diagnostics point into, by the name they are printed with.
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Text of each file, by its display name. */
export type Sources = Map<string, string>;

/** A file's name for people: relative to the working folder when it lies below it, with forward slashes. */
export function displayName(file: string): string {
  const absolute = resolve(file);
  const short = relative(process.cwd(), absolute);
  const below = short !== '' && !short.startsWith('..') && !isAbsolute(short);
  return (below ? short : absolute).split(sep).join('/');
}
