// Prints a few lines of source with the place underlined and labelled.
import { type Span, showHidden } from '@allot/spec';
import type { Brush, Paint } from './paint.js';

export interface FrameOptions {
  /** Text after the underline; may be empty. */
  readonly label: string;
  readonly color: Brush;
  readonly paint: Paint;
}

const AROUND = 1;
const WIDEST = 120;

/** The lines around the span's first line; a span of several lines is underlined on its first. */
export function printFrame(text: string, span: Span, { label, color, paint }: FrameOptions): string {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '' && span.line < lines.length) lines.pop();
  const first = Math.max(1, span.line - AROUND);
  const last = Math.min(lines.length, span.line + AROUND);
  const gutter = String(last).length;
  const printed: string[] = [];
  for (let line = first; line <= last; line++) {
    const source = lines[line - 1] ?? '';
    const marked = line === span.line;
    const window = marked ? windowAt(source, span.column) : 0;
    printed.push(
      `  ${marked ? color('>') : ' '} ${paint.faint(`${String(line).padStart(gutter)} |`)} ${cut(source, window)}`,
    );
    if (!marked) continue;
    const end = span.endLine === span.line ? span.endColumn : source.length + 1;
    const underline = underlineOf(source, span.column, end, window);
    const tail = label === '' ? '' : ` ${label}`;
    printed.push(`    ${' '.repeat(gutter)} ${paint.faint('|')} ${color(underline + tail)}`);
  }
  return printed.join('\n');
}

/** First column, from 0, of the part of a long line that is shown. */
const windowAt = (source: string, column: number): number =>
  source.length <= WIDEST || column < WIDEST - 20 ? 0 : column - WIDEST / 2;

function cut(source: string, start: number): string {
  const shown = source.slice(start, start + WIDEST).replaceAll('\t', ' ');
  return `${start > 0 ? '…' : ''}${showHidden(shown)}${source.length > start + WIDEST ? '…' : ''}`;
}

function underlineOf(source: string, column: number, end: number, start: number): string {
  const stop = Math.min(end, source.length + 1, start + WIDEST + 1);
  const offset = column - 1 - start + (start > 0 ? 1 : 0);
  return `${' '.repeat(Math.max(0, offset))}${'^'.repeat(Math.max(1, stop - column))}`;
}
