// Paths into a definition: `tiers[1].budget` as parts and as text.
export type PathPart = string | number;
export type Path = readonly PathPart[];

const plainName = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** `['tiers', 1, 'budget']` as `tiers[1].budget`; keys that are no plain names are quoted. The root is ''. */
export const printPath = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!plainName.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

/** The parts of a printed path; undefined when the text is none. */
export function parsePath(text: string): Path | undefined {
  const token = /(?:^|(?!^)\.)([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy;
  const parts: PathPart[] = [];
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return undefined;
    if (match[1] !== undefined) parts.push(match[1]);
    else if (match[2] !== undefined) parts.push(Number(match[2]));
    else parts.push(JSON.parse(match[3] as string) as string);
  }
  return parts.length > 0 ? parts : undefined;
}

/** Paths of all scalars, empty lists and empty groups of a value. */
export function leafPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members: readonly (readonly [PathPart, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return members.length === 0
    ? [path]
    : members.flatMap(([part, member]) => leafPaths(member, [...path, part]));
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Readonly<Record<PathPart, unknown>>)[part];
  }
  return current;
}
