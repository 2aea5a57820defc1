// What may be wrong with a row that makes a problem: names that look like slips, texts, and answers of arithmetic.
import type { Diagnostic, Problem } from '@allot/spec';
import { parseProblem, solveProblem } from '../arithmetic/problem.js';
import { report } from '../catalog.js';
import { fieldOf, topField } from './field-source.js';
import type { RowContext } from './map-row.js';
import type { Row } from './row-source.js';
import { capital, type RawRow, spanned } from './rows/raw-row.js';

type ReadableRow = RawRow & { readonly value: Row };

/** A field that is meant as an optional one and misspelt would be left out without a word. */
export function checkNames(raw: ReadableRow, { file, map }: RowContext): Diagnostic[] {
  return (['id', 'difficulty'] as const).flatMap((role) => {
    const fields = map[role].map(fieldOf);
    if (fields.some((field) => raw.value[topField(raw.value, field)] !== undefined)) return [];
    return fields.flatMap((meant) => {
      const found = Object.keys(raw.value).find((name) => isSlipOf(name, meant));
      if (found === undefined) return [];
      const parameters = { file, row: capital(raw.name), found, meant };
      return [report('dataset/misspelt-field', parameters, spanned(raw.place(found)))];
    });
  });
}

/** The same letters in another case or order, or one letter too many, too few or wrong; short names are left alone. */
function isSlipOf(name: string, meant: string): boolean {
  const [given, wanted] = [name.toLowerCase(), meant.toLowerCase()];
  if (given === wanted) return true;
  if (wanted.length < 5 || Math.abs(given.length - wanted.length) > 1) return false;
  if (Array.from(given).sort().join('') === Array.from(wanted).sort().join('')) return true;
  let start = 0;
  while (start < given.length && given[start] === wanted[start]) start++;
  const rest = (text: string, from: number) => text.slice(from);
  return (
    rest(given, start + 1) === rest(wanted, start + 1) ||
    rest(given, start + 1) === rest(wanted, start) ||
    rest(given, start) === rest(wanted, start + 1)
  );
}

export function checkContent(
  raw: ReadableRow,
  { problem, answer }: Pick<Problem, 'problem' | 'answer'>,
  { file, map, canEncode }: RowContext,
): Diagnostic[] {
  const placeOf = (role: 'problem' | 'answer') =>
    spanned(raw.place(topField(raw.value, fieldIn(raw.value, map[role]))));
  if (canEncode && !canEncode(problem)) {
    const characters = [...new Set(problem)].filter((character) => !canEncode(character)).slice(0, 10);
    const listed = characters.map((character) => JSON.stringify(character)).join(' ');
    return [report('dataset/not-encodable', { file, row: raw.name, characters: listed }, placeOf('problem'))];
  }
  const arithmetic = parseProblem(problem);
  if (!arithmetic) return [];
  const right = solveProblem(arithmetic);
  if (answer.trim() === String(right)) return [];
  const parameters = { file, row: capital(raw.name), problem, answer, right };
  return [report('dataset/wrong-answer', parameters, placeOf('answer'))];
}

const fieldIn = (row: Row, sources: RowContext['map']['problem']): string => {
  const fields = sources.map(fieldOf);
  return fields.find((field) => row[topField(row, field)] !== undefined) ?? (fields[0] as string);
};
