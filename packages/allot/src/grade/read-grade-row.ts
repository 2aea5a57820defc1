// One row to grade: its gold answers and what was answered, or what is wrong with it.
import type { Diagnostic, Phase, Span } from '@allot/spec';
import { locateJson, parseObject } from '@allot/tasks';
import { reportCommand } from '../catalog.js';
import { nearest } from '../cli/nearest.js';

export interface GradeRow {
  /** Any of them is right. */
  readonly golds: readonly string[];
  readonly pred: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Diagnostics: `grade/bad-json`, `missing-field`, `wrong-type`; without a value where there are any. */
export function readGradeRow(text: string, line: number, file: string): Phase<GradeRow> {
  const row = parseObject(text);
  const span = (from: number, to: number): Span => ({
    file,
    line,
    column: from + 1,
    endLine: line,
    endColumn: to + 1,
  });
  if (!row) {
    const { offset, expected } = locateJson(text).mistake ?? { offset: 0, expected: 'a JSON object' };
    const place = { file, line, column: offset + 1, expected };
    return [undefined, [reportCommand('grade/bad-json', place, { span: span(offset, offset + 1) })]];
  }
  const diagnostics: Diagnostic[] = [];
  const read = <T>(
    field: string,
    parse: (value: unknown) => T | undefined,
    expected: string,
  ): T | undefined => {
    const value = row[field];
    if (value === undefined) {
      const meant = meantBy(field, row);
      diagnostics.push(
        reportCommand('grade/missing-field', { file, line, field, meant }, { span: span(0, text.length) }),
      );
      return undefined;
    }
    const parsed = parse(digits(field, value));
    if (parsed === undefined) {
      const [from, to] = locateJson(text).values.get(field) ?? [0, text.length];
      const actual = describe(value);
      diagnostics.push(
        reportCommand(
          'grade/wrong-type',
          { file, line, column: from + 1, field, expected, actual },
          { span: span(from, to), expected, actual },
        ),
      );
    }
    return parsed;
  };
  // A number that JSON's readers would round is taken as it is written.
  const digits = (field: string, value: unknown): unknown => {
    if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    return text.slice(...(locateJson(text).values.get(field) ?? [0, 0]));
  };
  const golds = read('gold', answersOf, 'text, a number or a list of such');
  const pred = read('pred', answerOf, 'text or a number');
  return golds === undefined || pred === undefined
    ? [undefined, diagnostics]
    : [{ golds, pred }, diagnostics];
}

const answerOf = (value: unknown): string | undefined =>
  typeof value === 'string' || Number.isFinite(value) ? String(value) : undefined;

function answersOf(value: unknown): readonly string[] | undefined {
  const answers = (Array.isArray(value) ? value : [value]).map(answerOf);
  return answers.length === 0 || answers.includes(undefined) ? undefined : (answers as readonly string[]);
}

/** Other names by which rows of graders call the fields. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  gold: ['answer', 'target', 'label', 'reference', 'ground_truth', 'expected_answer'],
  pred: ['prediction', 'predicted', 'response', 'output', 'completion', 'model_output'],
};

function meantBy(field: string, row: Fields): string {
  const names = Object.keys(row);
  const found = otherNames[field]?.find((name) => names.includes(name)) ?? nearest(field, names);
  return found === undefined || found === 'gold' || found === 'pred' ? '' : ` Is it "${found}"?`;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}
