// Leaves out what is too much of long strings in JSON text, so that a line with a gigabyte in it can still be read.

const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const letterU = 0x75;

/** Whether a byte is inside of a character in UTF-8, and not its first. */
const continues = (byte: number): boolean => (byte & 0xc0) === 0x80;

/**
 * JSON Lines with every string cut to about `longest` bytes, between characters and between escapes. Text that is no JSON
 * comes out as it is, or cut where a quote is not closed; a string never goes on over the end of its line.
 */
export async function* cutStrings(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Buffer> {
  let inString = false;
  let cutting = false;
  let length = 0;
  /** Bytes that belong to an escape: nothing is cut before them. */
  let escaped = 0;
  for await (const chunk of chunks) {
    let from = 0;
    const kept: Buffer[] = [];
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (!inString) {
        if (byte === quote) [inString, length] = [true, 0];
        continue;
      }
      length++;
      const ends = (byte === quote && escaped === 0) || byte === newline;
      if (!ends && !cutting && length > longest && escaped === 0 && !continues(byte)) {
        kept.push(chunk.subarray(from, at));
        cutting = true;
      }
      if (escaped > 0) escaped += byte === letterU && escaped === 1 ? 3 : -1;
      else if (byte === backslash) escaped = 1;
      if (!ends) continue;
      if (cutting) from = at;
      [inString, cutting, escaped] = [false, false, 0];
    }
    if (!cutting) kept.push(chunk.subarray(from));
    for (const part of kept) if (part.length > 0) yield part;
  }
}
