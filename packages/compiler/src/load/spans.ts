// Where every value of a definition stands in its source.
import type { Span } from '@allot/spec';
import { type Path, printPath } from '../path.js';

export interface ValueSpan {
  readonly value: Span;
  /** The key that the value stands under, where it is written. */
  readonly key?: Span;
}

/** By printed path; the root is ''. */
export type SpanTable = ReadonlyMap<string, ValueSpan>;

/** Span of the value at a path, or of its nearest ancestor that has one. */
export function findSpan(spans: SpanTable, path: Path): Span | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = spans.get(printPath(path.slice(0, length)));
    if (found) return found.value;
  }
  return undefined;
}

/** Span of the key at a path where it is known, else of its value or nearest ancestor. */
export const findKeySpan = (spans: SpanTable, path: Path): Span | undefined =>
  spans.get(printPath(path))?.key ?? findSpan(spans, path);

/** Turns offsets of one text into lines and columns, both counted from 1. */
export function lineFinder(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/** Makes spans of one file out of offsets; `end` is exclusive. */
export function spanMaker(file: string, text: string): (start: number, end: number) => Span {
  const find = lineFinder(text);
  return (start, end) => {
    const from = find(start);
    const to = find(Math.max(start, end));
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
}
