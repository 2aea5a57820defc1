// Hostile rows of datasets, in every format, read as a run reads them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetDefinition } from '@allot/spec';
import { loadDataset } from '@allot/tasks';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { byteMutation, mutated, nastyNames } from './mutations.js';
import { type Counts, tryAll } from './outcome.js';
import { casesOf, type Share } from './share.js';

const rows = Array.from({ length: 12 }, (_, index) => ({
  id: `row-${index}`,
  problem: `What is ${index}+${index}?`,
  answer: index % 3 === 0 ? [`${2 * index}`, `${2 * index}.0`] : `${2 * index}`,
  difficulty: index % 4,
}));
const cells = rows.map(({ id, problem, answer, difficulty }) => [
  id,
  problem,
  String(answer),
  String(difficulty),
]);

const jsonl = rows.map((row) => JSON.stringify(row)).join('\n');
const json = JSON.stringify({ rows }, null, 1);
const csv = [['id', 'problem', 'answer', 'difficulty'], ...cells]
  .map((row) => row.map((cell) => `"${cell}"`).join(','))
  .join('\r\n');
const parquet = Buffer.from(
  parquetWriteBuffer({
    columnData: ['id', 'problem', 'answer', 'difficulty'].map((name, column) => ({
      name,
      data: cells.map((row) => row[column] ?? ''),
      type: 'STRING' as const,
    })),
  }),
);

const text = (whole: string) => mutated([whole]).map((spoilt) => Buffer.from(spoilt));
const bytes = (whole: Buffer) =>
  fc
    .array(byteMutation, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((now, change) => change(now), whole));

/** A mapping by names that mean something elsewhere, in half of the cases. */
const map = fc.option(
  fc.constantFrom(...nastyNames).map((name) => ({ id: name, problem: 'problem', answer: 'answer' })),
  { nil: {} },
);

type Row = readonly [definition: DatasetDefinition, content: Buffer];

const hostileRow: fc.Arbitrary<Row> = fc
  .tuple(
    fc.oneof(
      fc.tuple(
        fc.constant({ kind: 'jsonl', path: 'rows' } as const),
        fc.oneof(text(jsonl), bytes(Buffer.from(jsonl))),
      ),
      fc.tuple(
        fc.constant({ kind: 'json', path: 'rows', member: 'rows' } as const),
        fc.oneof(text(json), bytes(Buffer.from(json))),
      ),
      fc.tuple(
        fc.constant({ kind: 'csv', path: 'rows' } as const),
        fc.oneof(text(csv), bytes(Buffer.from(csv))),
      ),
      fc.tuple(fc.constant({ kind: 'parquet', path: 'rows' } as const), bytes(parquet)),
    ),
    map,
    fc.constantFrom('fail', 'skip'),
  )
  .map(([[definition, content], fields, onBadRow]) => [
    { ...definition, map: fields, onBadRow } as DatasetDefinition,
    content,
  ]);

export async function tryRows(share: Share): Promise<Counts> {
  const { folder } = share;
  const file = join(folder, 'rows');
  return tryAll(
    'datasets: JSON Lines, JSON, CSV, Parquet',
    casesOf(hostileRow, share),
    async ([definition, content]) => {
      writeFileSync(file, content);
      const [problems, diagnostics] = await loadDataset(definition, [file]);
      const sources = definition.kind === 'parquet' ? new Map() : new Map([[file, content.toString('utf8')]]);
      return { taken: problems !== undefined, diagnostics, sources };
    },
    ([definition, content]) => `${JSON.stringify(definition)}\n${content.toString('latin1')}`,
  );
}
