// Rows of a JSON file that holds a list of objects.
import { report } from '../../catalog.js';
import { locateJson } from './json-position.js';
import { longestLine } from './lines.js';
import { type ListElement, listElements } from './list-elements.js';
import { parseObject } from './parse-object.js';
import { type RawRow, spanInside, spanOfLine, UnreadableFile } from './raw-row.js';
import { repeated } from './repeated-key.js';

export async function* jsonRows(
  file: string,
  bytes: AsyncIterable<Buffer>,
  member: string | undefined,
): AsyncGenerator<RawRow> {
  const elements = listElements(bytes, member);
  let number = 0;
  for (;;) {
    const next = await elements.next();
    if (!next.done) {
      yield readElement(file, ++number, next.value);
      continue;
    }
    if (next.value === 'not-found') {
      const wanted = member === undefined ? 'a list' : `an object whose member "${member}" is a list`;
      throw new UnreadableFile(report('dataset/no-list', { file, wanted }));
    }
    if (next.value !== 'closed') {
      const reason =
        next.value === 'open'
          ? `the list ends after ${number} rows without a ]`
          : `row ${number + 1} has more than ${longestLine / 2 ** 20} MB`;
      throw new UnreadableFile(report('dataset/damaged-file', { file, reason }));
    }
    return;
  }
}

function readElement(file: string, number: number, { bytes, line, column }: ListElement): RawRow {
  const text = decode(bytes);
  const name = `row ${number}`;
  if (text === undefined) {
    const place = () => spanOfLine(file, line, column - 1, column);
    const mistake = report('dataset/not-utf8', { file, line }, { span: place() });
    return { name, number, place, mistake };
  }
  const inside = (start: number, end: number) => spanInside(file, text, { line, column }, start, end);
  const place: RawRow['place'] = (field) => {
    const range = field === undefined ? undefined : locateJson(text).values.get(field);
    return range ? inside(...range) : inside(0, text.length);
  };
  const value = parseObject(text);
  if (value) return repeated(text, { name, number, place, value }, { file, line });
  const { mistake } = locateJson(text);
  const span = inside(mistake?.offset ?? 0, (mistake?.offset ?? 0) + 1);
  const reason = `${mistake?.expected ?? 'a JSON object'} is expected at column ${span.column}`;
  return {
    name,
    number,
    place,
    mistake: report('dataset/bad-json', { file, line: span.line, reason }, { span }),
  };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).trimEnd();
  } catch {
    return undefined;
  }
}
