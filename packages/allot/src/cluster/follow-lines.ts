// The lines of a file that another program writes.
import { open } from 'node:fs/promises';

export interface FollowedLines {
  /** Whole lines that were not accepted yet. */
  read(): AsyncIterable<string>;
  /** The line that was read last is done with. */
  accept(): void;
}

/** Lines of a file that grows; it may not be there yet. */
export function followLines(path: string): FollowedLines {
  let accepted = 0;
  let end = 0;
  return {
    async *read() {
      const text = await textFrom(path, accepted);
      end = accepted;
      for (const line of text.split(/(?<=\n)/)) {
        if (!line.endsWith('\n')) return;
        end += Buffer.byteLength(line);
        yield line.slice(0, -1);
      }
    },
    accept: () => {
      accepted = end;
    },
  };
}

async function textFrom(path: string, offset: number): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.max(0, size - offset));
    await file.read(bytes, 0, bytes.length, offset);
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}

/** The lines of a file, each a text of its own: all together may be longer than a text can be. */
export function* linesIn(bytes: Buffer): Iterable<string> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (end > start) yield bytes.toString('utf8', start, end);
    start = end + 1;
  }
}
