// Problems in a file of a run: JSON Lines after mapping and filtering, and an index that finds a row or an id at once.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { DatasetDefinition, Phase, Problem } from '@allot/spec';
import { KeyTable, keyOf } from './key-table.js';
import type { ProblemSet } from './problem-set.js';
import { type ReadOptions, type ReadSummary, readProblems } from './read-problems.js';

/**
 * The index beside a file of problems: for each row three little-endian numbers, its first byte in the file (float64) and the
 * two halves of its id's key (uint32).
 */
export const indexOf = (file: string): string => `${file}.index`;

const entryBytes = 16;
const flushBytes = 2 ** 20;

/** Reads a dataset of files and stores its problems, 16 bytes of memory a row apart from reading. Rejects as `fs` does. */
export const storeProblems = (
  definition: DatasetDefinition,
  files: readonly string[],
  target: string,
  options: ReadOptions = {},
): Promise<Phase<ReadSummary>> =>
  writing(target, (rows) =>
    writing(indexOf(target), async (index) => {
      const [lines, entries] = [new BufferedFile(rows), new BufferedFile(index)];
      const result = await readProblems(definition, files, options, async ({ problem }) => {
        const [high, low] = keyOf(problem.id);
        const entry = Buffer.alloc(entryBytes);
        entry.writeDoubleLE(lines.length, 0);
        entry.writeUInt32LE(high, 8);
        entry.writeUInt32LE(low, 12);
        await entries.write(entry);
        await lines.write(Buffer.from(`${JSON.stringify(problem)}\n`));
      });
      await lines.close();
      await entries.close();
      return result;
    }),
  );

/** Opens a file for `work`, and closes it whatever happens. */
async function writing<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'w');
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/** Writes that are gathered, and durable after `close`. */
class BufferedFile {
  readonly #handle: FileHandle;
  #parts: Buffer[] = [];
  #waiting = 0;
  length = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#parts.push(bytes);
    this.#waiting += bytes.length;
    this.length += bytes.length;
    if (this.#waiting >= flushBytes) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#handle.sync();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#parts);
    [this.#parts, this.#waiting] = [[], 0];
    for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
  }
}

/** Opens stored problems: 32 to 48 bytes of memory a row, problems are read when they are asked for. Throws as `fs` does. */
export function openProblems(file: string): ProblemSet {
  const index = readFileSync(indexOf(file));
  const length = Math.floor(index.length / entryBytes);
  const keys = new KeyTable(length);
  for (let row = 0; row < length; row++) {
    const at = row * entryBytes;
    keys.add([index.readUInt32LE(at + 8), index.readUInt32LE(at + 12)], row);
  }
  const { size } = statSync(file);
  const start = (row: number): number => (row === length ? size : index.readDoubleLE(row * entryBytes));
  const read = (descriptor: number, row: number): Problem => {
    const bytes = Buffer.alloc(start(row + 1) - start(row));
    readSync(descriptor, bytes, 0, bytes.length, start(row));
    return JSON.parse(bytes.toString('utf8')) as Problem;
  };
  const at = (row: number): Problem => {
    if (row < 0 || row >= length) throw new RangeError(`there is no row ${row} among ${length}`);
    const descriptor = openSync(file, 'r');
    try {
      return read(descriptor, row);
    } finally {
      closeSync(descriptor);
    }
  };
  return {
    length,
    at,
    find: (id) => {
      const row = keys.get(keyOf(id));
      const problem = row === undefined ? undefined : at(row);
      return problem?.id === id ? problem : undefined;
    },
    *[Symbol.iterator]() {
      const descriptor = openSync(file, 'r');
      try {
        for (let row = 0; row < length; row++) yield read(descriptor, row);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
