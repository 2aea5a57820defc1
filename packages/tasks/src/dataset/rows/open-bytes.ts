// The bytes of a text file as they come: hashed as they lie on the disk, decompressed where the name ends in .gz.
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { report } from '../../catalog.js';
import { UnreadableFile } from './raw-row.js';

/** Rejects with an UnreadableFile where the file is missing, is no plain file, or is damaged. */
export async function* openBytes(file: string, hash?: Hash): AsyncGenerator<Buffer> {
  try {
    await requirePlainFile(file);
    const source = createReadStream(file);
    if (hash) source.on('data', (chunk) => hash.update(chunk));
    const ignore = (): undefined => undefined;
    // `pipeline` destroys all streams when one fails or the reader stops; the failure reaches the reader by the last.
    const bytes = /\.gz$/i.test(file)
      ? pipeline(source, createGunzip(), ignore)
      : pipeline(source, new PassThrough(), ignore);
    for await (const chunk of bytes) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Pipes and devices may never end. */
export async function requirePlainFile(file: string): Promise<void> {
  const status = await stat(file);
  if (status.isFile()) return;
  const reason = status.isDirectory() ? 'it is a folder' : 'it is no plain file';
  throw new UnreadableFile(report('dataset/unreadable', { file, reason }));
}

/** What a failure of the file system or of decompression means; any other is handed back as it is. */
export function unreadable(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code.startsWith('Z_'))
    return new UnreadableFile(
      report('dataset/damaged-file', { file, reason: `gzip says: ${error.message}` }),
    );
  if (!('syscall' in error)) return error;
  return new UnreadableFile(report('dataset/unreadable', { file, reason: reasons[code] ?? error.message }));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};
