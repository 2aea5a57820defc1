// Where the characters of a text value stand in its file: inside quotes, escapes, and blocks of YAML.
import type { Span } from '@allot/spec';
import { lineFinder } from '../load/spans.js';

export interface TextPlace {
  /** Of the text value, quotes included. */
  readonly span?: Span;
  /** Text of the file that the span lies in; without it, only a text on one line without escapes is followed. */
  readonly source?: string;
}

/** Spans of parts of a text value; of the whole value where its parts cannot be told. */
export function textSpans(
  text: string,
  { span, source }: TextPlace,
): (start: number, end: number) => Span | undefined {
  if (!span) return () => undefined;
  const letters = source === undefined ? undefined : alignSource(text, span, source);
  if (letters && source !== undefined) {
    const find = lineFinder(source);
    return (start, end) => {
      const from = find(letters[start]?.start ?? 0);
      const to = find(letters[Math.max(start, end - 1)]?.end ?? 0);
      return {
        file: span.file,
        line: from.line,
        column: from.column,
        endLine: to.line,
        endColumn: to.column,
      };
    };
  }
  const quotes = span.endColumn - span.column - text.length;
  if (span.line !== span.endLine || (quotes !== 0 && quotes !== 2)) return () => span;
  const first = span.column + quotes / 2;
  return (start, end) => ({ ...span, column: first + start, endColumn: first + Math.max(end, start + 1) });
}

interface Letter {
  readonly start: number;
  readonly end: number;
}

/** Offsets in the file of every character of the text, and of its end; undefined where the two do not agree. */
function alignSource(text: string, span: Span, source: string): readonly Letter[] | undefined {
  const start = offsetOf(source, span.line, span.column);
  const end = offsetOf(source, span.endLine, span.endColumn);
  const written = source.slice(start, end);
  const inside = /^[|>][^\n]*\n/.exec(written)?.[0].length ?? (/^['"`]/.test(written) ? 1 : 0);
  const quote = inside === 1 ? written[0] : undefined;
  const letters: Letter[] = [];
  let at = inside;
  for (const character of text.split('')) {
    const blank = /\s/.test(character);
    while (!blank && (/\s/.test(written[at] ?? '') || isLineEnd(written, at, quote))) at++;
    const from = at;
    if (!blank && isEscape(written, at, quote)) at++;
    if (written[at] === character) at++;
    else if (!blank) return undefined;
    letters.push({ start: start + from, end: start + at });
  }
  return [...letters, { start: start + at, end: start + at }];
}

/** The first of two quotes that stand for one, or a backslash in front of what it keeps as it is. */
const isEscape = (written: string, at: number, quote: string | undefined): boolean =>
  (quote === "'" && written.startsWith("''", at)) ||
  (quote !== undefined && /^\\[^\s]/.test(written.slice(at, at + 2)));

/** A backslash at the end of a line of a quoted text. */
const isLineEnd = (written: string, at: number, quote: string | undefined): boolean =>
  quote !== undefined && /^\\\s/.test(written.slice(at, at + 2));

function offsetOf(source: string, line: number, column: number): number {
  let at = 0;
  for (let number = 1; number < line; number++) at = source.indexOf('\n', at) + 1;
  return at + column - 1;
}
