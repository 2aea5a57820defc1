// Cuts the elements out of one list in a JSON file as its bytes come, so that the file is never in memory as a whole.

import { longestLine } from './lines.js';

export interface ListElement {
  readonly bytes: Buffer;
  /** Where it begins, from 1; the column counts bytes. */
  readonly line: number;
  readonly column: number;
}

/** How the file ended: with the list found and closed, or not; or with an element that is longer than any may be. */
export type ListEnd = 'closed' | 'open' | 'not-found' | 'too-long';

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma, colon, newline] = ['"', '\\', ',', ':', '\n'].map(code);
const opening = new Set(['{', '['].map(code));
const closing = new Set(['}', ']'].map(code));
const space = new Set([' ', '\t', '\r', '\n'].map(code));
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Elements of the list that the file is, or of the one in the named member of the object that it is. Only brackets,
 * texts and commas are looked at; what an element holds is for others to check.
 */
export async function* listElements(
  chunks: AsyncIterable<Buffer>,
  member: string | undefined,
  longest: number = longestLine,
): AsyncGenerator<ListElement, ListEnd> {
  let [depth, line, column] = [0, 1, 0];
  let [inText, escaped, found, done] = [false, false, false, false];
  const depthOfList = member === undefined ? 1 : 2;
  let key: number[] = [];
  let isMember = false;
  let parts: Buffer[] = [];
  let length = 0;
  let start: { readonly line: number; readonly column: number } | undefined;
  const finish = (): ListElement | undefined => {
    const bytes = Buffer.concat(parts);
    [parts, length] = [[], 0];
    const from = start;
    start = undefined;
    return from && { bytes, ...from };
  };
  for await (const chunk of chunks) {
    let begin = 0;
    for (let at = 0; at < chunk.length && !done; at++) {
      const byte = chunk[at] as number;
      if (byte === newline) [line, column] = [line + 1, 0];
      else column++;
      if (inText) {
        if (depth === 1 && !found) key.push(byte);
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
        continue;
      }
      if (space.has(byte) || (line === 1 && column <= 3 && byteOrderMark.includes(byte))) continue;
      const isSeparator = byte === comma && depth === depthOfList;
      const isEnd = closing.has(byte) && depth === depthOfList;
      if (found && (isSeparator || isEnd)) {
        if (start) parts.push(chunk.subarray(begin, at));
        const element = finish();
        if (element) yield element;
        if (isEnd) done = true;
        continue;
      }
      if (found && !start) {
        start = { line, column };
        begin = at;
      }
      if (byte === quote) {
        inText = true;
        key = [byte];
      } else if (opening.has(byte)) {
        depth++;
        if (!found && byte === code('[') && depth === depthOfList && (member === undefined || isMember))
          found = true;
        isMember = false;
      } else if (closing.has(byte)) depth--;
      else if (byte === colon && depth === 1 && member !== undefined) isMember = keyName(key) === member;
      else if (depth === 0) return 'not-found';
      else if (byte === comma) isMember = false;
    }
    if (!start || done) continue;
    parts.push(chunk.subarray(begin));
    length += chunk.length - begin;
    if (length > longest) return 'too-long';
  }
  if (done) return 'closed';
  return found ? 'open' : 'not-found';
}

function keyName(bytes: readonly number[]): string | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
