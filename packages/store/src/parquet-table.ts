// Typed tables as Parquet: required columns, explicit schema, equal rows give equal bytes.
import { readFile } from 'node:fs/promises';
import { type Diagnostic, hasErrors, type Phase } from '@allot/spec';
import { parquetMetadata, parquetReadObjects, type SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';

export type ColumnType = 'text' | 'int32' | 'double' | 'boolean' | 'int32-list' | 'float-list';

/** A column: its type and the value of a row. A text may stand for a small set, or a number be absent. */
export interface Column<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly optional?: boolean;
  readonly value: (row: Row, index: number) => unknown;
}

const elementTypes = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int32: { type: 'INT32' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  'int32-list': { type: 'INT32' },
  'float-list': { type: 'FLOAT' },
} as const satisfies Readonly<Record<ColumnType, Partial<SchemaElement>>>;

function schemaOf<Row>(columns: readonly Column<Row>[]): SchemaElement[] {
  const elements: SchemaElement[] = [{ name: 'root', num_children: columns.length }];
  for (const { name, type, optional } of columns) {
    const repetition_type = optional ? 'OPTIONAL' : 'REQUIRED';
    if (type.endsWith('-list')) {
      elements.push({ name, repetition_type, num_children: 1, converted_type: 'LIST' });
      elements.push({ name: 'list', repetition_type: 'REPEATED', num_children: 1 });
      elements.push({ name: 'element', repetition_type: 'REQUIRED', ...elementTypes[type] });
    } else {
      elements.push({ name, repetition_type, ...elementTypes[type] });
    }
  }
  return elements;
}

/** The bytes of a Parquet file with these rows. */
export function encodeTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Uint8Array {
  const columnData = columns.map(({ name, type, value }) => ({
    name,
    data: type.endsWith('-list')
      ? rows.map((row, index) => Array.from(value(row, index) as ArrayLike<number>))
      : rows.map(value),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema: schemaOf(columns), createdBy: 'allot' }));
}

/** What the reader stumbles over inside itself says nothing to people. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && !(error instanceof TypeError) && !(error instanceof RangeError)
    ? error.message
    : 'its parts do not fit together';

export type TableRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a Parquet file that has at least the required ones of these columns; errors when it is missing or
 * malformed. `more` gives further columns by the names that the file has.
 */
export async function readTable<Row>(
  file: string,
  columns: readonly Column<Row>[],
  more: (present: readonly string[]) => readonly Column<Row>[] = () => [],
): Promise<Phase<TableRow[]>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read');
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
  const malformed = (problem: string): Diagnostic => report('store/malformed-file', { file, problem });
  try {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const metadata = parquetMetadata(buffer);
    const present = new Set(metadata.schema.map(({ name }) => name));
    const diagnostics = columns
      .filter(({ name, optional }) => !optional && !present.has(name))
      .map(({ name }) => malformed(`it has no column ${name}`));
    if (hasErrors(diagnostics)) return [undefined, diagnostics];
    const wanted = [...columns, ...more([...present])]
      .map(({ name }) => name)
      .filter((name) => present.has(name));
    const rows = await parquetReadObjects({ file: buffer, metadata, columns: wanted });
    const required = columns.filter(({ optional }) => !optional).map(({ name }) => name);
    const gap = rows.findIndex((row) => required.some((name) => (row[name] ?? undefined) === undefined));
    return gap < 0 ? [rows, []] : [undefined, [malformed(`its row ${gap + 1} has no value in some column`)]];
  } catch (error) {
    return [undefined, [malformed(reasonOf(error))]];
  }
}
