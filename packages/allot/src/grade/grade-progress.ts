// How far `allot grade` has come, for those who look on.
import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { count } from '../cli/numbers.js';
import type { Terminal } from '../cli/terminal.js';

export interface GradeProgress {
  readonly update: (bytes: number, rows: number) => void;
  readonly close: () => void;
}

/** A bar over the bytes of a file on a terminal; nothing in a pipe, or for rows from stdin. */
export async function openGradeProgress({ stderr, stdout }: Terminal, path: string): Promise<GradeProgress> {
  const size = path === '-' ? undefined : await stat(path).then(sizeOf, () => undefined);
  if (size === undefined || size < SMALL || !stderr.interactive || stdout.interactive)
    return { update: () => {}, close: () => {} };
  const bar = new SingleBar({
    stream: process.stderr,
    format: 'grading  {bar}  {percentage}%  {rows} rows',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(size, 0, { rows: '0' });
  return {
    update: (bytes, rows) => bar.update(Math.min(bytes, size), { rows: count(rows) }),
    close: () => bar.stop(),
  };
}

/** Files that are graded before a bar could be read, in bytes. */
const SMALL = 1e6;

const sizeOf = (found: { readonly size: number; isFile(): boolean }): number | undefined =>
  found.isFile() ? found.size : undefined;
