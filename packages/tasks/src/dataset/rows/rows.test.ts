import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteFile } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { csvFieldPlaces } from './csv-position.js';
import { readLines } from './lines.js';
import { listElements } from './list-elements.js';
import { formatOfName, openRows, type RowFormat } from './open-rows.js';
import { UnreadableFile } from './raw-row.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-rows-'));
let files = 0;
const written = (content: string | Uint8Array, name: string): string => {
  const file = join(folder, `${++files}-${name}`);
  writeFileSync(file, content);
  return file;
};

interface Found {
  readonly values: readonly (Readonly<Record<string, unknown>> | undefined)[];
  readonly places: readonly string[];
  readonly failure?: string;
}

async function read(
  file: string,
  format: RowFormat,
  columns: readonly string[] = [],
  field?: string,
): Promise<Found> {
  const values: Found['values'][number][] = [];
  const places: string[] = [];
  try {
    for await (const { value, mistake, place } of openRows(file, format, columns)) {
      values.push(value);
      const span = mistake ? mistake.span : place(field);
      const at = span ? `${span.line}:${span.column}-${span.endLine}:${span.endColumn}` : 'nowhere';
      places.push(mistake ? `${mistake.code} ${at}` : at);
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { values, places, failure: `${error.diagnostic.code}: ${error.diagnostic.message}` };
  }
  return { values, places };
}

describe('JSON', () => {
  test('a list over many lines, with places inside of it', async () => {
    const file = written(
      '\uFEFF[\n  {"problem": "1+2",\n   "answer": 3},\n  {"problem": "é"}\n]\n',
      'a.json',
    );
    const { values, places } = await read(file, { kind: 'json' }, [], 'answer');
    expect(values).toEqual([{ problem: '1+2', answer: 3 }, { problem: 'é' }]);
    expect(places).toEqual(['3:14-3:15', '4:3-4:19']);
  });

  test('a list in a member, whatever stands around it', async () => {
    const text =
      '{"info": {"data": [1, 2]}, "other": [{"x": 0}], "da\\u0074a": [{"x": 1}, {"x": "],}"}], "after": 1}';
    const { values } = await read(written(text, 'b.json'), { kind: 'json', member: 'data' });
    expect(values).toEqual([{ x: 1 }, { x: '],}' }]);
  });

  test.each([
    ['no list', '{"a": 1}', undefined, /^dataset\/no-list: .* is not a list\.$/],
    ['no such member', '{"a": [{}]}', 'b', /^dataset\/no-list: .*whose member "b" is a list/],
    ['a list that does not end', '[{"a": 1}, {"a":', undefined, /^dataset\/damaged-file: .* after 1 rows/],
    ['nothing', '', undefined, /^dataset\/no-list/],
  ])('%s', async (_, text, member, failure) => {
    const format = { kind: 'json', ...(member ? { member } : {}) } as const;
    expect((await read(written(text, 'c.json'), format)).failure).toMatch(failure);
  });

  test('elements that are no objects, and mistakes inside of one', async () => {
    const { places } = await read(written('[1,\n {"a": tru},\n{"a": 1}]', 'd.json'), { kind: 'json' });
    expect(places).toEqual(['dataset/bad-json 1:2-1:3', 'dataset/bad-json 2:8-2:9', '3:1-3:9']);
  });

  test('elements are those of JSON.parse, however the bytes are cut into chunks', async () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(3), fc.integer({ min: 1, max: 7 }), async (list, indent, size) => {
        const bytes = Buffer.from(JSON.stringify({ skip: list, rows: list }, undefined, indent));
        async function* chunks() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        const found: unknown[] = [];
        for await (const { bytes: element } of listElements(chunks(), 'rows'))
          found.push(JSON.parse(element.toString('utf8')));
        expect(found).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });
});

describe('CSV', () => {
  test('a header, quotes, line ends inside of quotes, empty fields, places', async () => {
    const text = '\uFEFFproblem,answer,note\r\n"a ""b"", c\nd",3,\r\n\r\nplain,"4",x\r\n';
    const { values, places } = await read(written(text, 'a.csv'), { kind: 'csv' }, [], 'answer');
    expect(values).toEqual([
      { problem: 'a "b", c\nd', answer: '3' },
      { problem: 'plain', answer: '4', note: 'x' },
    ]);
    expect(places).toEqual(['3:4-3:5', '5:7-5:10']);
  });

  test('line ends of several kinds in one file', async () => {
    const { values } = await read(written('a,b\r\n1,2\n3,"4\r\n5"\r6,7', 'b.csv'), { kind: 'csv' });
    expect(values).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4\r\n5' },
      { a: '6', b: '7' },
    ]);
  });

  test('too few and too many fields, and another delimiter', async () => {
    const { places } = await read(written('a,b\n1\n1,2,3\n1,2\n', 'b.csv'), { kind: 'csv' });
    expect(places).toEqual(['dataset/bad-csv 2:1-2:2', 'dataset/bad-csv 3:1-3:6', '4:1-4:4']);
    const tabs = await read(written('a\tb\n1\t2,3\n', 'c.tsv'), { kind: 'csv', delimiter: '\t' });
    expect(tabs.values).toEqual([{ a: '1', b: '2,3' }]);
  });

  test.each([
    ['a quote that never closes', 'a,b\n1,2\n"x,y\nz', /damaged-file: .*a quote is opened and never closed/],
    ['a quote behind text', 'a,b\n1,x"2"\n', /damaged-file: .*line 2: a quote stands in a field/],
    ['a quote inside of a field', 'a,b\n1,"2"3\n', /damaged-file: .*line 2/],
  ])('%s', async (_, text, failure) => {
    expect((await read(written(text, 'd.csv'), { kind: 'csv' })).failure).toMatch(failure);
  });

  test('bytes that are no text', async () => {
    const file = written(Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xff, 0x0a])]), 'e.csv');
    expect((await read(file, { kind: 'csv' })).failure).toMatch(/^dataset\/not-utf8/);
  });

  test('what is written as RFC 4180 says is read back, and every field has its place', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', 'é', ' ') });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = ['x,y', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
        const { values } = await read(written(text, 'f.csv'), { kind: 'csv' });
        expect(values).toEqual(
          rows.map(([x, y]) => ({ ...(x === '' ? {} : { x }), ...(y === '' ? {} : { y }) })),
        );
        for (const [x, y] of rows) {
          const line = [x, y].map(quoted).join(',');
          expect(csvFieldPlaces(line, ',').map(([start, end]) => line.slice(start, end))).toEqual([
            quoted(x),
            quoted(y),
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('Parquet', () => {
  const table = (count: number) => ({
    columnData: [
      { name: 'question', data: Array.from({ length: count }, (_, row) => `${row}+1`) },
      { name: 'level', data: Array.from({ length: count }, (_, row) => BigInt(row)), type: 'INT64' as const },
      { name: 'answers', data: Array.from({ length: count }, (_, row) => [String(row + 1)]) },
      { name: 'picture', data: Array.from({ length: count }, () => 'x'.repeat(50)) },
    ],
    rowGroupSize: 4,
  });

  test('several row groups, only the columns that are wanted, INT64 as numbers', async () => {
    const file = join(folder, 'a.parquet');
    parquetWriteFile({ filename: file, ...table(10) });
    const { values, places } = await read(file, { kind: 'parquet' }, [
      'question',
      'level',
      'missing',
      'answers',
    ]);
    expect(values).toHaveLength(10);
    expect(values[7]).toEqual({ question: '7+1', level: 7, answers: ['8'], picture: undefined });
    expect(places[0]).toBe('nowhere');
  });

  test.each([
    ['no Parquet', () => Buffer.from('{"problem": "1+2"}\n')],
    ['nothing', () => Buffer.alloc(0)],
    ['a file that is cut', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    [
      'a footer that is damaged',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, -40), Buffer.alloc(32, 255), whole.subarray(-8)]),
    ],
  ])('%s', async (_, damage) => {
    const { readFileSync } = await import('node:fs');
    const file = join(folder, 'whole.parquet');
    parquetWriteFile({ filename: file, ...table(10) });
    const damaged = written(damage(readFileSync(file)), 'damaged.parquet');
    expect((await read(damaged, { kind: 'parquet' }, ['question'])).failure).toMatch(
      /^dataset\/damaged-file/,
    );
  });
});

describe('gzip', () => {
  test('text of every kind, without places', async () => {
    const jsonl = written(gzipSync('{"a": 1}\n{"a": 2}\n{'), 'a.jsonl.gz');
    const found = await read(jsonl, { kind: 'jsonl' });
    expect(found.values).toEqual([{ a: 1 }, { a: 2 }, undefined]);
    expect(found.places).toEqual(['nowhere', 'nowhere', 'dataset/bad-json nowhere']);
    expect((await read(written(gzipSync('a\n1\n'), 'a.csv.gz'), { kind: 'csv' })).values).toEqual([
      { a: '1' },
    ]);
    expect((await read(written(gzipSync('[{"a":1}]'), 'a.json.gz'), { kind: 'json' })).values).toEqual([
      { a: 1 },
    ]);
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, 20)],
    [
      'damaged',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(8, 7), bytes.subarray(20)]),
    ],
    ['not compressed at all', () => Buffer.from('{"a": 1}\n')],
  ])('%s', async (_, damage) => {
    const file = written(damage(gzipSync('{"a": 1}\n'.repeat(100))), 'b.jsonl.gz');
    expect((await read(file, { kind: 'jsonl' })).failure).toMatch(/^dataset\/damaged-file: .*gzip says/);
  });
});

test('lines and elements that are too long are left where they are', async () => {
  async function* chunks() {
    const long = 'x'.repeat(50);
    for (const part of ['[{"a": 1}, "', long, long, '", {"a": 2}]\n', '{}\n']) yield Buffer.from(part);
  }
  const lines = [];
  for await (const line of readLines(chunks(), undefined, 100)) lines.push(line);
  expect(lines).toEqual([
    { number: 1, text: undefined, bytes: 124 },
    { number: 2, text: '{}', bytes: 2 },
  ]);
  const elements = listElements(chunks(), undefined, 60);
  expect((await elements.next()).done).toBe(false);
  expect(await elements.next()).toEqual({ done: true, value: 'too-long' });
});

test('formats by name', () => {
  expect(formatOfName('a/b.JSONL.gz')).toEqual({ kind: 'jsonl' });
  expect(formatOfName('b.tsv')).toEqual({ kind: 'csv', delimiter: '\t' });
  expect(formatOfName('b.parquet')).toEqual({ kind: 'parquet' });
  expect(formatOfName('b.parquet.gz')).toBeUndefined();
  expect(formatOfName('jsonl')).toBeUndefined();
});

test('a reader that stops early closes its file', async () => {
  const file = written('{"a": 1}\n'.repeat(100_000), 'long.jsonl');
  for await (const { number } of openRows(file, { kind: 'jsonl' }, [])) {
    expect(number).toBe(1);
    break;
  }
  for await (const { number } of openRows(written('a,b\n1,2\n3,4\n', 'early.csv'), { kind: 'csv' }, [])) {
    expect(number).toBe(2);
    break;
  }
});
