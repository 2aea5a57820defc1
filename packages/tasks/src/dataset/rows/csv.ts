// Rows of a CSV file (RFC 4180): the first record names the fields, quoted fields may hold line ends.
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { report } from '../../catalog.js';
import { csvFieldPlaces } from './csv-position.js';
import { type RawRow, spanInside, spanned, UnreadableFile } from './raw-row.js';

interface CsvRecord {
  readonly record: readonly string[];
  /** Text of the record as it stands in the file, with a part of its line end. */
  readonly raw: string;
  /** `lines`: the line that the record ends on. */
  readonly info: { readonly lines: number };
}

/** The compiler says where another delimiter is written. */
const isDelimiter = (text: string): boolean => /^[^"\r\n]$/u.test(text);

const largestRecord = 2 ** 26;

export async function* csvRows(
  file: string,
  bytes: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<RawRow> {
  if (!isDelimiter(delimiter))
    throw new UnreadableFile(
      report('dataset/damaged-file', { file, reason: 'its delimiter is no character' }),
    );
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    raw: true,
    info: true,
    relax_column_count: true,
    max_record_size: largestRecord,
  });
  const text = Readable.from(decodeText(file, bytes));
  text.on('error', (error) => parser.destroy(error));
  let header: readonly string[] | undefined;
  let line = 1;
  try {
    for await (const { record, raw, info } of text.pipe(parser) as AsyncIterable<CsvRecord>) {
      const body = raw.replace(/\r?\n?$/, '');
      line = info.lines;
      if (record.length === 1 && record[0] === '') continue;
      if (header) yield readRecord(file, line - countLines(body), header, record, body, delimiter);
      else header = record;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = typeof error.lines === 'number' ? error.lines : line;
    throw new UnreadableFile(
      report('dataset/damaged-file', { file, reason: `line ${at}: ${csvReason(error)}` }),
    );
  } finally {
    text.destroy();
  }
}

function readRecord(
  file: string,
  line: number,
  header: readonly string[],
  record: readonly string[],
  text: string,
  delimiter: string,
): RawRow {
  const place: RawRow['place'] = (field) => {
    const at = field === undefined ? -1 : header.indexOf(field);
    const [start, end] = csvFieldPlaces(text, delimiter)[at] ?? [0, text.length];
    return spanInside(file, text, { line, column: 1 }, start, end);
  };
  const row = { name: `line ${line}`, number: line, place };
  if (record.length !== header.length) {
    const counts = { file, line, found: record.length, expected: header.length };
    return { ...row, mistake: report('dataset/bad-csv', counts, spanned(place())) };
  }
  // An empty field is a field that is not there: CSV has no other way to say so.
  const filled = header.flatMap((name, at) => (record[at] === '' ? [] : [[name, record[at]] as const]));
  return { ...row, value: Object.fromEntries(filled) };
}

async function* decodeText(file: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true });
      line += countLines(text);
      yield text;
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile(report('dataset/not-utf8', { file, line }));
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

const csvReason = ({ code, message }: CsvError): string => {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'text stands behind a quote that closes a field';
  if (code === 'INVALID_OPENING_QUOTE') return 'a quote stands in a field that does not begin with one';
  if (code === 'CSV_MAX_RECORD_SIZE') return `a row has more than ${largestRecord} characters`;
  return message.replace(/\.$/, '');
};
