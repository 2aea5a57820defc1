// One line of a JSON Lines dataset: mapped to a problem, or diagnosed.
import { type Diagnostic, type JsonlFields, type Problem, type Span, sha256 } from '@allot/spec';
import { parseProblem, solveProblem } from '../arithmetic/problem.js';
import { report } from '../catalog.js';
import { type JsonLayout, locateJson } from './json-position.js';

export interface RowContext {
  readonly file: string;
  readonly source: string;
  readonly fields: Required<JsonlFields>;
  /** Whether the policy's tokenizer can express a text; absent: not looked at. */
  readonly canEncode?: ((text: string) => boolean) | undefined;
}

export interface ReadRow {
  readonly problem?: Problem;
  /** Whether the row has an id of its own. */
  readonly named?: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** A row's problem, if it has one, and what is wrong with the row. */
export function readRow(text: string, line: number, context: RowContext): ReadRow {
  const { file, fields, source } = context;
  const place = placer(text, line, file);
  const row = parseObject(text);
  if (!row) {
    const { mistake } = place.layout();
    const offset = mistake?.offset ?? 0;
    const reason = `${mistake?.expected ?? 'a JSON object'} is expected at column ${offset + 1}`;
    return {
      diagnostics: [
        report('dataset/bad-json', { file, line, reason }, { span: place.at(offset, offset + 1) }),
      ],
    };
  }
  const diagnostics: Diagnostic[] = [];
  const read = <T>(role: keyof JsonlFields, kind: FieldKind<T>, optional: boolean): T | undefined => {
    const field = fields[role];
    const value = row[field];
    if (value === undefined || (value === null && optional)) {
      if (!optional)
        diagnostics.push(
          report('dataset/missing-field', { file, line, field, role }, { span: place.at(0, text.length) }),
        );
      return undefined;
    }
    const result = kind.read(value);
    if (result === undefined)
      diagnostics.push(
        report(
          'dataset/wrong-type',
          { file, line, field, expected: kind.expected, actual: describe(value) },
          { span: place.of(field), expected: kind.expected, actual: describe(value) },
        ),
      );
    return result;
  };
  const problem = read('problem', nonEmptyText, false);
  const answer = read('answer', textOrNumber, false);
  const id = read('id', textOrNumber, true);
  const difficulty = read('difficulty', finiteNumber, true);
  if (problem === undefined || answer === undefined || diagnostics.length > 0) return { diagnostics };
  diagnostics.push(...checkNames(row, line, context, place));
  diagnostics.push(...checkContent(problem, answer, line, context, place));
  return {
    problem: {
      id: id ?? `sha256:${sha256(JSON.stringify([problem, answer])).slice(0, 16)}`,
      problem,
      answer,
      ...(difficulty === undefined ? gradedDifficulty(problem) : { difficulty }),
      source,
    },
    named: id !== undefined,
    diagnostics,
  };
}

/** The embedded task's own text grades itself. */
function gradedDifficulty(problem: string): { readonly difficulty?: number } {
  const arithmetic = parseProblem(problem);
  return arithmetic ? { difficulty: arithmetic.operations.length } : {};
}

/** A field that is meant as an optional one and misspelt would be left out without a word. */
function checkNames(
  row: Readonly<Record<string, unknown>>,
  line: number,
  { file, fields }: RowContext,
  place: Placer,
): Diagnostic[] {
  return (['id', 'difficulty'] as const)
    .filter((role) => row[fields[role]] === undefined)
    .flatMap((role) => {
      const meant = fields[role];
      const found = Object.keys(row).find((name) => isSlipOf(name, meant));
      return found === undefined
        ? []
        : [report('dataset/misspelt-field', { file, line, found, meant }, { span: place.of(found) })];
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

function checkContent(
  problem: string,
  answer: string,
  line: number,
  { file, fields, canEncode }: RowContext,
  place: Placer,
): Diagnostic[] {
  if (canEncode && !canEncode(problem)) {
    const characters = [...new Set(problem)].filter((character) => !canEncode(character)).slice(0, 10);
    return [
      report(
        'dataset/not-encodable',
        { file, line, characters: characters.map((character) => JSON.stringify(character)).join(' ') },
        { span: place.of(fields.problem) },
      ),
    ];
  }
  const arithmetic = parseProblem(problem);
  if (!arithmetic) return [];
  const right = solveProblem(arithmetic);
  if (answer.trim() === String(right)) return [];
  return [
    report('dataset/wrong-answer', { file, line, problem, answer, right }, { span: place.of(fields.answer) }),
  ];
}

interface FieldKind<T> {
  readonly expected: string;
  readonly read: (value: unknown) => T | undefined;
}

const nonEmptyText: FieldKind<string> = {
  expected: 'text that is not empty',
  read: (value) => (typeof value === 'string' && value.trim() !== '' ? value : undefined),
};
const textOrNumber: FieldKind<string> = {
  expected: 'text or a number',
  read: (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  },
};
const finiteNumber: FieldKind<number> = {
  expected: 'a number',
  read: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
};

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value.trim() === '' ? 'empty text' : 'text';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return Number.isFinite(value) ? 'a number' : 'a number too large to hold';
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

interface Placer {
  layout(): JsonLayout;
  at(start: number, end: number): Span;
  /** Span of a field's value; the whole line where it is not found. */
  of(field: string): Span;
}

/** Finds places only when they are asked for: a good row is never scanned. */
function placer(text: string, line: number, file: string): Placer {
  let found: JsonLayout | undefined;
  const layout = (): JsonLayout => {
    found ??= locateJson(text);
    return found;
  };
  const at = (start: number, end: number): Span => ({
    file,
    line,
    column: start + 1,
    endLine: line,
    endColumn: Math.max(end, start + 1) + 1,
  });
  return { layout, at, of: (field) => at(...(layout().values.get(field) ?? [0, text.length])) };
}
