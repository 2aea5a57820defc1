// Copies a value as plain data, and names every part of it that has no such form.
import { type Path, printPath } from '../path.js';

/** A part of a value that plain data cannot hold. */
export interface NotData {
  readonly path: string;
  readonly actual: string;
}

/** As in YAML: far above any definition, and far below what a stack holds. */
const MOST_LEVELS = 64;

/** The copy, without members that are undefined, and what could not be copied. */
export function plainData(value: unknown): readonly [value: unknown, problems: readonly NotData[]] {
  const problems: NotData[] = [];
  const above = new Set<object>();
  const copy = (current: unknown, path: Path): unknown => {
    const shape = shapeName(current);
    if (shape !== undefined) return { shape };
    const actual = foreign(current, above);
    if (actual !== undefined) {
      problems.push({ path: printPath(path), actual });
      return null;
    }
    if (typeof current !== 'object' || current === null) return current;
    if (path.length >= MOST_LEVELS) {
      problems.push({
        path: printPath(path.slice(0, 3)),
        actual: `nested deeper than ${MOST_LEVELS} levels`,
      });
      return null;
    }
    above.add(current);
    const result = Array.isArray(current)
      ? Array.from(current, (item, index) => copy(item, [...path, index]))
      : Object.fromEntries(
          Object.entries(current)
            .filter(([, member]) => member !== undefined)
            .map(([key, member]) => [key, copy(member, [...path, key])]),
        );
    above.delete(current);
    return result;
  };
  return [copy(value, []), problems];
}

/** A shape that is written as a function stands in a definition by its name; the compiler lowers its source. */
const shapeName = (value: unknown): string | undefined =>
  typeof value === 'function' && 'shape' in value && typeof value.shape === 'string'
    ? value.shape
    : undefined;

function foreign(value: unknown, above: ReadonlySet<object>): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value);
  if (typeof value === 'undefined') return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (value === null) return undefined;
  if (above.has(value)) return 'a value that contains itself';
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype; what they share is that nothing lies above it.
  if (Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null)
    return undefined;
  return `an instance of ${value.constructor.name}`;
}
