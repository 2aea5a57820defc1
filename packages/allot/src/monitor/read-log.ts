// Reads a log row by row, in bounded memory, and hands each row on; rows that are none stop it or are counted.
import { createReadStream } from 'node:fs';
import { type LogRow, reportMonitor } from '@allot/report';
import type { Diagnostic, RelatedSpan } from '@allot/spec';
import { cutStrings, readLines } from '@allot/tasks';
import { type LogContext, readLogRow } from './read-log-row.js';

export interface LogSource extends LogContext {
  /** Path of a JSON Lines file, or `-` for stdin. */
  readonly path: string;
  readonly onBadRow: 'fail' | 'skip';
}

export interface ReadLog {
  readonly rows: number;
  readonly skipped: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes of a text that are kept: responses are not read, and may be long. */
const LONGEST_TEXT = 64 * 1024;
/** Longest row, in bytes, after its texts are cut. */
const LONGEST_LINE = 2 ** 24;
/** Places of rows that were left out which are shown. */
const MOST_PLACES = 5;

/** Diagnostics: `monitor/*` of the first bad row, or one warning for all that were left out. Rejects as `fs` does where it cannot be read. */
export async function readLog(source: LogSource, onRow: (row: LogRow) => void): Promise<ReadLog> {
  const { path, file, onBadRow } = source;
  const bytesOf: AsyncIterable<Buffer> = path === '-' ? process.stdin : createReadStream(path);
  const reasons = new Map<string, number>();
  const places: RelatedSpan[] = [];
  let rows = 0;
  let skipped = 0;
  for await (const { number: line, text } of readLines(
    cutStrings(bytesOf, LONGEST_TEXT),
    undefined,
    LONGEST_LINE,
  )) {
    if (text?.trim() === '') continue;
    rows++;
    const [row, mistakes] =
      text === undefined ? [undefined, [unreadableLine(file, line)]] : readLogRow(text, line, source);
    if (row !== undefined) {
      onRow(row);
      continue;
    }
    if (onBadRow === 'fail') return { rows, skipped, diagnostics: mistakes };
    skipped++;
    const [first] = mistakes;
    if (first === undefined) continue;
    reasons.set(first.code, (reasons.get(first.code) ?? 0) + 1);
    if (first.span && places.length < MOST_PLACES) places.push({ span: first.span, message: first.message });
  }
  if (skipped === 0) return { rows, skipped, diagnostics: [] };
  const about = {
    count: skipped,
    rows,
    file,
    reasons: [...reasons].map(([code, count]) => `${count} ${code}`).join(', '),
  };
  return {
    rows,
    skipped,
    diagnostics: [reportMonitor('monitor/skipped-rows', about, { related: places })],
  };
}

function unreadableLine(file: string, line: number): Diagnostic {
  const span = { file, line, column: 1, endLine: line, endColumn: 2 };
  return reportMonitor('monitor/not-utf8', { file, line, most: LONGEST_LINE }, { span });
}
