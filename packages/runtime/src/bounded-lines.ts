// The lines of a stream, none of which may be longer than memory is.
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export interface LineListener {
  readonly line: (text: string) => void;
  /** A line has become longer than it may be; nothing more is read. */
  readonly tooLong: () => void;
}

/** Calls `line` for each line of the stream, without its end; `most` is in characters. What follows the last end is left out. */
export function readLines(stream: Readable, most: number, { line, tooLong }: LineListener): void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  const take = (chunk: Buffer): void => {
    const pieces = decoder.write(chunk).split(/\r?\n/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        const whole = parts.join('');
        [parts, length] = [[], 0];
        line(whole);
      }
      parts.push(piece);
      length += piece.length;
    }
    if (length <= most) return;
    stream.off('data', take);
    stream.resume();
    parts = [];
    tooLong();
  };
  stream.on('data', take);
}
