// A row as a reader finds it, before anything is known of what its fields mean.
import type { Diagnostic, Span } from '@allot/spec';

export interface RawRow {
  /** How messages call it: `line 3` of a text, `row 3` of a table without lines. */
  readonly name: string;
  /** Number in that name; counts from 1. */
  readonly number: number;
  /** The fields; absent where the row is malformed. */
  readonly value?: Readonly<Record<string, unknown>>;
  /** What is wrong with a malformed row. */
  readonly mistake?: Diagnostic;
  /** Place of a top-level field's value; of the whole row without a field, or where it is not found. None in files that are no text. */
  readonly place: (field?: string) => Span | undefined;
}

/** Why a file as a whole cannot be read any further. Caught where datasets are read. */
export class UnreadableFile extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** A place on one line. Columns count from 1; the end is exclusive. */
export const spanOfLine = (file: string, line: number, start: number, end: number): Span => ({
  file,
  line,
  column: start + 1,
  endLine: line,
  endColumn: Math.max(end, start + 1) + 1,
});

/** The place of the characters [start, end) of a text that begins at a line and column (from 1) of a file. */
export function spanInside(
  file: string,
  text: string,
  from: { readonly line: number; readonly column: number },
  start: number,
  end: number,
): Span {
  const position = (offset: number): readonly [number, number] => {
    const before = text.slice(0, offset);
    const lines = before.split('\n');
    const last = lines.at(-1) as string;
    return [from.line + lines.length - 1, lines.length === 1 ? from.column + last.length : last.length + 1];
  };
  const [line, column] = position(start);
  const [endLine, endColumn] = position(Math.max(end, start + 1));
  return { file, line, column, endLine, endColumn };
}

/** The details of a diagnostic with a place, where there is one. */
export const spanned = (span: Span | undefined): { readonly span?: Span } => (span ? { span } : {});

/** A row's name at the beginning of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
