// Reads a file or a stream line by line as strict UTF-8, in constant memory but for the longest line that is wanted.

import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Without its line ending and without a byte order mark; undefined where the bytes are not UTF-8, or too many. */
  readonly text: string | undefined;
  readonly bytes: number;
}

/** Most bytes of a line. */
export const longestLine = 2 ** 28;

const newline = 0x0a;

/**
 * Rejects as `fs` does where the file cannot be read. The hash, if given, sees every byte. Of a line of more than `longest`
 * bytes only their number is kept.
 */
export async function* readLines(
  source: string | AsyncIterable<Buffer>,
  hash?: Hash,
  longest: number = longestLine,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  let parts: Buffer[] = [];
  let bytes = 0;
  const keep = (part: Buffer): void => {
    bytes += part.length;
    if (bytes > longest) parts = [];
    else parts.push(part);
  };
  const finish = (): Line => {
    const line = { number: ++number, bytes };
    const content = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    [parts, bytes] = [[], 0];
    if (line.bytes > longest) return { ...line, text: undefined };
    try {
      const text = decoder.decode(content).replace(/\r$/, '');
      return { ...line, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
    } catch {
      return { ...line, text: undefined };
    }
  };
  const chunks: AsyncIterable<Buffer> = typeof source === 'string' ? createReadStream(source) : source;
  for await (const chunk of chunks) {
    hash?.update(chunk);
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  if (bytes > 0) yield finish();
}
