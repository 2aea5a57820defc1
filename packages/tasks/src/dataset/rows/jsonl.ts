// Rows of JSON Lines: one object a line.

import { report } from '../../catalog.js';
import { type JsonLayout, locateJson } from './json-position.js';
import { longestLine, readLines } from './lines.js';
import { parseObject } from './parse-object.js';
import { type RawRow, spanOfLine } from './raw-row.js';
import { repeated } from './repeated-key.js';

export async function* jsonlRows(file: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<RawRow> {
  for await (const { number, text, bytes: length } of readLines(bytes)) {
    if (text === undefined) yield unreadableLine(file, number, length > longestLine);
    else if (text.trim() !== '') yield readLine(file, number, text);
  }
}

function readLine(file: string, number: number, text: string): RawRow {
  let found: JsonLayout | undefined;
  // A good row is never scanned: places are found when they are asked for.
  const layout = (): JsonLayout => {
    found ??= locateJson(text);
    return found;
  };
  const place: RawRow['place'] = (field) => {
    const [start, end] = (field === undefined ? undefined : layout().values.get(field)) ?? [0, text.length];
    return spanOfLine(file, number, start, end);
  };
  const row = { name: `line ${number}`, number, place };
  const value = parseObject(text);
  if (value) return repeated(text, { ...row, value }, { file, line: number });
  const { mistake } = layout();
  const offset = mistake?.offset ?? 0;
  const reason = `${mistake?.expected ?? 'a JSON object'} is expected at column ${offset + 1}`;
  const span = spanOfLine(file, number, offset, offset + 1);
  return { ...row, mistake: report('dataset/bad-json', { file, line: number, reason }, { span }) };
}

function unreadableLine(file: string, line: number, isTooLong: boolean): RawRow {
  const number = line;
  const place = () => spanOfLine(file, line, 0, 1);
  const span = place();
  const reason = `it has more than ${longestLine / 2 ** 20} MB`;
  const mistake = isTooLong
    ? report('dataset/bad-json', { file, line, reason }, { span })
    : report('dataset/not-utf8', { file, line }, { span });
  return { name: `line ${number}`, number, place, mistake };
}
