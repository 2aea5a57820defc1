// Rows of a Parquet file: one row group in memory at a time, and of it only the columns that are asked for.
import { type FileHandle, open } from 'node:fs/promises';
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { report } from '../../catalog.js';
import { requirePlainFile, unreadable } from './open-bytes.js';
import { type RawRow, UnreadableFile } from './raw-row.js';

/** `columns` are the names of top-level columns; those that the file does not have are left out. */
export async function* parquetRows(file: string, columns: readonly string[]): AsyncGenerator<RawRow> {
  let handle: FileHandle | undefined;
  try {
    await requirePlainFile(file);
    handle = await open(file);
    const source = await bufferOf(handle);
    const metadata = await parquetMetadataAsync(source);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const wanted = columns.filter((name) => names.includes(name));
    const absent = Object.fromEntries(names.map((name) => [name, undefined]));
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const rows =
        wanted.length === 0
          ? Array.from({ length: rowEnd - rowStart }, () => ({}))
          : await parquetReadObjects({
              file: source,
              metadata,
              columns: wanted,
              rowStart,
              rowEnd,
              compressors,
            });
      for (const [index, row] of rows.entries()) yield readRow(rowStart + index + 1, { ...absent, ...row });
      rowStart = rowEnd;
    }
  } catch (error) {
    const known = unreadable(file, error);
    if (known instanceof UnreadableFile || !(known instanceof Error)) throw known;
    throw new UnreadableFile(report('dataset/damaged-file', { file, reason: reasonOf(known) }));
  } finally {
    await handle?.close();
  }
}

/** What the reader stumbles over inside itself says nothing to people. */
const reasonOf = (error: Error): string =>
  error instanceof TypeError || error instanceof RangeError
    ? 'its parts do not fit together'
    : `Parquet says: ${error.message}`;

function readRow(number: number, row: Readonly<Record<string, unknown>>): RawRow {
  const value = Object.fromEntries(Object.entries(row).map(([name, member]) => [name, plainValue(member)]));
  return { name: `row ${number}`, number, value, place: () => undefined };
}

/** INT64 as a number where it is exact, else as text; dates as ISO 8601. */
function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const buffer = new ArrayBuffer(Math.max(0, Math.min(end, size) - start));
      await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, start);
      return buffer;
    },
  };
}
