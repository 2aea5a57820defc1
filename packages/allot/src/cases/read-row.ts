// One row of cases: the numbers of the fields that a shape reads, or what is wrong with it.
import type { Phase, ShapeField } from '@allot/spec';
import { parseObject } from '@allot/tasks';
import { type CaseDefaults, expectedOf, readField } from './case-fields.js';
import { nearMiss } from './near-miss.js';
import { type NestedMembers, type NestedRequest, readNested } from './nested-members.js';
import { RowMistakes } from './row-mistakes.js';

export interface RowContext {
  /** Name of the file in messages. */
  readonly file: string;
  /** Fields to read. */
  readonly fields: readonly ShapeField[];
  /** Fields that a row may leave out. */
  readonly optional: readonly ShapeField[];
  readonly defaults: CaseDefaults;
  readonly nested: NestedRequest;
}

export interface CaseRow {
  /** One number a field, in the order of the context's fields; NaN for a tier that is to follow from the budget. */
  readonly values: readonly number[];
  readonly optional: readonly (number | undefined)[];
  /** Budget from which the tier is to follow; NaN where the row gives its tier, or none is read. */
  readonly budget: number;
  /** Rows of equal groups are siblings. */
  readonly group: string | number | undefined;
  /** Whose cells of the memory the row reads; undefined: its group's. */
  readonly problem: string | number | undefined;
  readonly nested: NestedMembers;
}

/** Diagnostics: `cases/bad-json`, `misspelt-field`, `wrong-value`, `missing-field`; without a value where there are any. */
export function readRow(
  text: string,
  line: number,
  { file, fields, optional, defaults, nested: request }: RowContext,
): Phase<CaseRow> {
  const mistakes = new RowMistakes(text, line, file);
  const row = parseObject(text);
  if (!row) {
    mistakes.notAnObject();
    return [undefined, mistakes.diagnostics];
  }
  for (const name in row) {
    const field = nearMiss(name);
    if (field !== undefined && !Object.hasOwn(row, field)) mistakes.misspelt(name, field);
  }
  const given = (field: ShapeField): number | undefined => {
    const value = row[field];
    if (value === undefined) return undefined;
    const number = readField(field, value);
    if (number === undefined) mistakes.wrongValue(field, value, expectedOf(field));
    return number;
  };
  const missing: ShapeField[] = [];
  let budget = Number.NaN;
  const values = fields.map((field) => {
    const value = given(field) ?? defaults[field]?.of(given);
    if (value !== undefined) return value;
    if (field === 'tier') budget = given('budget') ?? Number.NaN;
    if (Number.isNaN(budget) || field !== 'tier') missing.push(field);
    return Number.NaN;
  });
  const group = readName(row, 'group', mistakes);
  const problem = request.cells.length > 0 ? readName(row, 'problem', mistakes) : undefined;
  const nested = readNested(row, request, readField('thinkingTokens', row.thinkingTokens), mistakes);
  // After a slip or a wrong value, what is missing is a consequence.
  if (mistakes.diagnostics.length === 0) for (const field of missing) mistakes.missing(field);
  const { diagnostics } = mistakes;
  return [
    diagnostics.length > 0
      ? undefined
      : { values, optional: optional.map(given), budget, group, problem, nested },
    diagnostics,
  ];
}

function readName(
  row: Readonly<Record<string, unknown>>,
  name: string,
  mistakes: RowMistakes,
): string | number | undefined {
  const value = row[name];
  if (value === undefined || typeof value === 'string' || Number.isFinite(value))
    return value as string | number | undefined;
  mistakes.wrongValue(name, value, 'text or a number');
  return undefined;
}
