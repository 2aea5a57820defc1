// A row of JSON that gives one of its members twice: readers disagree on which of them counts.
import { repeatedKey } from '@allot/spec';
import { report } from '../../catalog.js';
import { type RawRow, spanned } from './raw-row.js';

/** The row as it is, or its mistake where a key in `text`, at any depth, stands twice in its object. */
export function repeated(
  text: string,
  row: RawRow,
  { file, line }: { readonly file: string; readonly line: number },
): RawRow {
  const key = repeatedKey(text);
  if (key === undefined) return row;
  const { name, number, place } = row;
  const mistake = report('dataset/duplicate-key', { file, line, key: key.slice(0, 80) }, spanned(place()));
  return { name, number, place, mistake };
}
