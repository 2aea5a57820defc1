// Reads a file or a stream line by line as strict UTF-8, in constant memory but for the longest line.

import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Without its line ending and without a byte order mark; undefined where the bytes are not UTF-8. */
  readonly text: string | undefined;
  /** Whether it is longer than any line may be; its text is not kept then. */
  readonly isTooLong?: boolean;
}

/** Most bytes of a line. */
export const longestLine = 2 ** 28;

const newline = 0x0a;

/** Rejects as `fs` does where the file cannot be read. The hash, if given, sees every byte. */
export async function* readLines(
  source: string | AsyncIterable<Buffer>,
  hash?: Hash,
  longest: number = longestLine,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length <= longest) parts.push(part);
    else parts = [];
  };
  const finish = (): Line => {
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    const isTooLong = length > longest;
    [parts, length] = [[], 0];
    number++;
    if (isTooLong) return { number, text: undefined, isTooLong };
    try {
      const text = decoder.decode(bytes).replace(/\r$/, '');
      return { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
    } catch {
      return { number, text: undefined };
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
  if (length > 0) yield finish();
}
