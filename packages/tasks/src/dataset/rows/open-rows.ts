// The rows of one file, by its format.
import type { Hash } from 'node:crypto';
import { csvRows } from './csv.js';
import { jsonRows } from './json.js';
import { jsonlRows } from './jsonl.js';
import { openBytes } from './open-bytes.js';
import { parquetRows } from './parquet.js';
import type { RawRow } from './raw-row.js';

export type RowFormat =
  | { readonly kind: 'jsonl' }
  | { readonly kind: 'json'; readonly member?: string }
  | { readonly kind: 'csv'; readonly delimiter?: string }
  | { readonly kind: 'parquet' };

/** The format that a file's name says; undefined for other names. */
export function formatOfName(name: string): RowFormat | undefined {
  const extension = /\.(jsonl|ndjson|json|csv|tsv|parquet)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === 'jsonl' || extension === 'ndjson') return { kind: 'jsonl' };
  if (extension === 'tsv') return { kind: 'csv', delimiter: '\t' };
  if (extension === 'json' || extension === 'csv') return { kind: extension };
  return extension === 'parquet' && !/\.gz$/i.test(name) ? { kind: 'parquet' } : undefined;
}

/**
 * Rows in the order of the file, in bounded memory: one line, one element, one record, or one row group's `columns`.
 * The hash, if given, sees the bytes of the file, except those of Parquet. Rejects with an UnreadableFile.
 */
export function openRows(
  file: string,
  format: RowFormat,
  columns: readonly string[],
  hash?: Hash,
): AsyncGenerator<RawRow> {
  if (format.kind === 'parquet') return parquetRows(file, columns);
  const rows = textRows(file, format, openBytes(file, hash));
  return /\.gz$/i.test(file) ? withoutPlaces(rows) : rows;
}

function textRows(
  file: string,
  format: Exclude<RowFormat, { kind: 'parquet' }>,
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<RawRow> {
  if (format.kind === 'jsonl') return jsonlRows(file, bytes);
  if (format.kind === 'json') return jsonRows(file, bytes, format.member);
  return csvRows(file, bytes, format.delimiter ?? ',');
}

/** Places inside a compressed file are none that a reader could show. */
async function* withoutPlaces(rows: AsyncGenerator<RawRow>): AsyncGenerator<RawRow> {
  for await (const { mistake, ...row } of rows) {
    const { span: _, ...rest } = mistake ?? {};
    yield { ...row, place: () => undefined, ...(mistake ? { mistake: rest as typeof mistake } : {}) };
  }
}
