// Pages that a command writes: one of ours is replaced, and no other file.
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '@allot/spec';
import { reportCommand } from '../catalog.js';

/** What would be lost by a page here: an error, or undefined where nothing would. A folder is left to the write, which refuses it. */
export async function fileInTheWay(file: string): Promise<Diagnostic | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.isDirectory() || (await isReportOfRun(file))) return undefined;
  const isOurs = found.isFile() && (await beginsAsPage(file));
  return isOurs ? undefined : reportCommand('output/other-file', { file });
}

/** A run writes this file itself. */
const isReportOfRun = (file: string): Promise<boolean> =>
  basename(resolve(file)) !== 'report.html'
    ? Promise.resolve(false)
    : stat(join(dirname(resolve(file)), 'run.json')).then(
        (record) => record.isFile(),
        () => false,
      );

/** What cannot be read is no page of ours. */
async function beginsAsPage(file: string): Promise<boolean> {
  const { pageMark } = await import('@allot/report');
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).includes(pageMark);
  } finally {
    await handle.close();
  }
}

/** The mark stands near the beginning of a page. */
const HEAD_BYTES = 1024;
