// One row of a dataset: mapped to a problem, or diagnosed.
import { type Diagnostic, type Problem, sha256 } from '@allot/spec';
import { parseProblem } from '../arithmetic/problem.js';
import { report } from '../catalog.js';
import { checkNames } from './check-row.js';
import { extractAnswer } from './extract-answer.js';
import { describeValue, type FieldKind, numberIn, text, textOrNumber, textOrNumbers } from './field-kinds.js';
import { type FieldSource, fieldOf, fieldValue, topField } from './field-source.js';
import type { Row, RowMapping } from './row-source.js';
import { capital, type RawRow, spanned } from './rows/raw-row.js';

export interface RowContext {
  readonly file: string;
  readonly source: string;
  readonly map: RowMapping;
  /** Whether rows without an answer are left out in silence, and counted. */
  readonly answerOptional: boolean;
  /** Whether the policy's tokenizer can express a text; absent: not looked at. */
  readonly canEncode?: ((text: string) => boolean) | undefined;
}

export interface MappedRow {
  readonly problem?: Problem;
  /** Whether the row has an id of its own. */
  readonly named?: boolean;
  /** Whether all that keeps it from being a problem is its missing answer. */
  readonly withoutAnswer?: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

type Role = keyof RowMapping;

/** A row's problem, if it has one, and what is wrong with the row. */
export function mapRow(raw: RawRow & { readonly value: Row }, context: RowContext): MappedRow {
  const { map, source, answerOptional } = context;
  const reader = new RoleReader(raw, context);
  const problem = reader.read('problem', text);
  const answers = readAnswers(reader, map, answerOptional);
  const id = reader.readOptional('id', textOrNumber);
  const difficulty = reader.readOptional('difficulty', numberIn(sourceOf(raw.value, map.difficulty)));
  const named = reader.readOptional('source', textOrNumber);
  const { diagnostics } = reader;
  if (problem === undefined || diagnostics.length > 0) return { diagnostics };
  const [answer] = answers;
  if (answer === undefined) return { diagnostics, withoutAnswer: true };
  return {
    problem: {
      id: id ?? `sha256:${sha256(JSON.stringify([problem, answer])).slice(0, 16)}`,
      problem,
      answer,
      ...(answers.length > 1 ? { answers } : {}),
      ...(difficulty === undefined ? gradedDifficulty(problem) : { difficulty }),
      source: named ?? source,
    },
    named: id !== undefined,
    diagnostics: checkNames(raw, context),
  };
}

/** Every acceptable answer, the gold one first; none where a missing one is no mistake. */
function readAnswers(reader: RoleReader, map: RowMapping, optional: boolean): readonly string[] {
  const { row } = reader;
  const source = sourceOf(row, map.answer);
  if (optional && (source === undefined || isEmpty(fieldValue(row, fieldOf(source))))) return [];
  const found = reader.read('answer', textOrNumbers) ?? [];
  const extract = typeof source === 'object' && 'extract' in source ? source.extract : undefined;
  const gold = extract === undefined ? found : found.flatMap((text) => extractAnswer(text, extract) ?? []);
  if (gold.length === 0 && found.length > 0 && extract !== undefined && !optional)
    reader.complain('dataset/no-answer', fieldOf(source as FieldSource), { wanted: wantedTexts[extract] });
  const others = gold.length > 0 ? (reader.readOptional('answers', textOrNumbers) ?? []) : [];
  return [...new Set([...gold, ...others].map((answer) => answer.trim()))];
}

/** What a row has, for one whose fields have other names. */
function knownFields(row: Row): string {
  const names = Object.keys(row);
  if (names.length === 0) return '';
  const more = names.length > MOST_FIELDS ? ` and ${names.length - MOST_FIELDS} more` : '';
  return `; it has ${names
    .slice(0, MOST_FIELDS)
    .map((name) => `"${name}"`)
    .join(', ')}${more}`;
}

const MOST_FIELDS = 8;

const wantedTexts = { 'last-boxed': '\\boxed{}', 'after-hashes': '####' } as const;

/** What stands for nothing: nothing, empty text, or a list of only such. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.every(isEmpty));

/** The first of some fields that a row has. */
const sourceOf = (row: Row, sources: readonly FieldSource[]): FieldSource | undefined =>
  sources.find((source) => !isEmpty(fieldValue(row, fieldOf(source)))) ??
  sources.find((source) => fieldValue(row, fieldOf(source)) !== undefined);

/** Reads values by role and keeps what is wrong with them. */
class RoleReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly row: Row;
  readonly #raw: RawRow;
  readonly #context: RowContext;

  constructor(raw: RawRow & { readonly value: Row }, context: RowContext) {
    this.#raw = raw;
    this.row = raw.value;
    this.#context = context;
  }

  read<T>(role: Role, kind: FieldKind<T>): T | undefined {
    const sources = this.#context.map[role];
    const source = sourceOf(this.row, sources);
    const value = source === undefined ? undefined : fieldValue(this.row, fieldOf(source));
    if (source !== undefined && value !== undefined) return this.#readValue(fieldOf(source), value, kind);
    const field = sources.map(fieldOf).join('" or "');
    const { name } = this.#raw;
    const { file } = this.#context;
    this.diagnostics.push(
      report(
        'dataset/missing-field',
        { row: capital(name), file, field, role, known: knownFields(this.row) },
        spanned(this.#raw.place()),
      ),
    );
    return undefined;
  }

  readOptional<T>(role: Role, kind: FieldKind<T>): T | undefined {
    const source = sourceOf(this.row, this.#context.map[role]);
    const value = source === undefined ? undefined : fieldValue(this.row, fieldOf(source));
    if (source === undefined || value === undefined || value === null) return undefined;
    return this.#readValue(fieldOf(source), value, kind);
  }

  complain(code: 'dataset/no-answer', field: string, { wanted }: { readonly wanted: string }): void {
    const { name } = this.#raw;
    const { file } = this.#context;
    this.diagnostics.push(
      report(code, { field, row: name, file, wanted }, spanned(this.#raw.place(topField(this.row, field)))),
    );
  }

  #readValue<T>(field: string, value: unknown, kind: FieldKind<T>): T | undefined {
    const result = kind.read(value);
    if (result !== undefined) return result;
    const { expected } = kind;
    const actual = describeValue(value);
    const { file } = this.#context;
    this.diagnostics.push(
      report(
        'dataset/wrong-type',
        { file, row: this.#raw.name, field, expected, actual },
        { ...spanned(this.#raw.place(topField(this.row, field))), expected, actual },
      ),
    );
    return undefined;
  }
}

/** The embedded task's own text grades itself. */
function gradedDifficulty(problem: string): { readonly difficulty?: number } {
  const arithmetic = parseProblem(problem);
  return arithmetic ? { difficulty: arithmetic.operations.length } : {};
}
