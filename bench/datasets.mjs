// Datasets: files that are much larger than what a process may keep of them are read, stored and opened; each in a process of its own.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetWriteFile } from 'hyparquet-writer';
import { printRow } from './measure.mjs';

const GIGABYTES = Number(process.env.ALLOT_BENCH_GIGABYTES ?? 1);
const reader = fileURLToPath(new URL('read-dataset.mjs', import.meta.url));
const filler = 'How many apples does she have in the end, if she gives half of them away? '.repeat(12);

export async function benchDatasets() {
  const folder = mkdtempSync(join(tmpdir(), 'allot-bench-'));
  printRow('format', 'file MB', 'rows', 'seconds', 'resident MB', 'of it idle');
  try {
    const idle = readIn(['idle']).residentMegabytes;
    for (const [kind, write] of Object.entries(writers)) {
      const file = join(folder, `rows.${kind}`);
      const rows = await write(file);
      const { seconds, residentMegabytes } = readIn([kind, file, join(folder, 'stored.jsonl')]);
      const megabytes = (statSync(file).size / 2 ** 20).toFixed(0);
      printRow(kind, megabytes, rows, seconds.toFixed(0), residentMegabytes.toFixed(0), idle.toFixed(0));
      rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const readIn = (words) =>
  JSON.parse(execFileSync(process.execPath, [reader, ...words], { encoding: 'utf8' }));

const writers = {
  jsonl: (file) =>
    writeLines(
      file,
      '',
      (row) => `${JSON.stringify({ id: row, problem: `${row}: ${filler}`, answer: row })}\n`,
    ),
  csv: (file) => writeLines(file, 'id,problem,answer\n', (row) => `${row},"${row}: ${filler}",${row}\n`),
  parquet: async (file) => {
    const rows = Math.round(GIGABYTES * 200_000);
    const data = Array.from({ length: rows }, (_, row) => row);
    parquetWriteFile({
      filename: file,
      codec: 'UNCOMPRESSED',
      rowGroupSize: 10_000,
      columnData: [
        { name: 'id', data, type: 'INT32' },
        { name: 'problem', data: data.map((row) => `${row}: ${filler}`), type: 'STRING' },
        { name: 'answer', data, type: 'INT32' },
      ],
    });
    return rows;
  },
};

async function writeLines(file, head, line) {
  const stream = createWriteStream(file);
  stream.write(head);
  let [rows, bytes] = [0, 0];
  while (bytes < GIGABYTES * 2 ** 30) {
    const text = line(rows++);
    bytes += text.length;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return rows;
}
