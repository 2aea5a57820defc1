// Reads rows of cases from JSON Lines into columns of the fields that a shape reads.
import { type Diagnostic, type Phase, type ShapeField, type ShapeRows, shapeFields } from '@allot/spec';
import type { Line } from '@allot/tasks';
import { reportCommand } from '../catalog.js';
import { caseDefaults } from './case-fields.js';
import { readRow } from './read-row.js';

export interface Cases {
  readonly rows: ShapeRows;
  /** Every row as it was read, and its line, from 1. */
  readonly texts: readonly string[];
  readonly lines: readonly number[];
}

export interface CaseFile {
  /** Name of the file in messages. */
  readonly file: string;
  readonly lines: AsyncIterable<Line>;
}

export interface CaseRequest {
  /** Fields that the shape reads. */
  readonly fields: readonly ShapeField[];
  /** Cap of rows that do not give one, instead of the table's own. */
  readonly lMax?: number;
}

/** Diagnostics: `cases/*`, of every row; without a value where there are any. Rejects as `fs` does where it cannot read. */
export async function readCases({ file, lines }: CaseFile, request: CaseRequest): Promise<Phase<Cases>> {
  const { lMax } = request;
  const fields = shapeFields.filter((field) => request.fields.includes(field));
  const defaults =
    lMax === undefined ? caseDefaults : { ...caseDefaults, lMax: { text: String(lMax), of: () => lMax } };
  const context = { file, fields, defaults };
  const columns = fields.map((): number[] => []);
  const budgets: number[] = [];
  const groups: number[] = [];
  const numberOf = groupNumbers();
  const texts: string[] = [];
  const lineOfRow: number[] = [];
  const diagnostics: Diagnostic[] = [];
  for await (const { number: line, text } of lines) {
    if (text === undefined) {
      const span = { file, line, column: 1, endLine: line, endColumn: 2 };
      diagnostics.push(reportCommand('cases/not-utf8', { file, line }, { span }));
    } else if (text.trim() !== '') {
      const [row, wrong] = readRow(text, line, context);
      diagnostics.push(...wrong);
      if (!row || diagnostics.length > 0) continue;
      for (const [at, value] of row.values.entries()) columns[at]?.push(value);
      budgets.push(row.budget);
      groups.push(numberOf(row.group));
      texts.push(text);
      lineOfRow.push(line);
    }
  }
  if (diagnostics.length > 0) return [undefined, diagnostics];
  if (texts.length === 0) return [undefined, [reportCommand('cases/empty', { file })]];
  const read: Partial<Record<ShapeField, Float64Array>> = Object.fromEntries(
    fields.map((field, at) => [field, Float64Array.from(columns[at] as number[])]),
  );
  if (read.tier) read.tier = placeTiers(read.tier, budgets);
  return [
    { rows: { length: texts.length, fields: read, group: groups }, texts, lines: lineOfRow },
    diagnostics,
  ];
}

/** A tier that a row leaves out is the place of its budget, NaN for other rows, among those of the file. */
function placeTiers(given: Float64Array, budgets: readonly number[]): Float64Array {
  const ascending = [...new Set(budgets)].filter((budget) => !Number.isNaN(budget)).sort((a, b) => a - b);
  const places = new Map(ascending.map((budget, place) => [budget, place]));
  return given.map((tier, row) => places.get(budgets[row] as number) ?? tier);
}

/** Equal groups get equal numbers; a row without a group one of its own. */
function groupNumbers(): (group: string | number | undefined) => number {
  const numbers = new Map<string | number, number>();
  let count = 0;
  return (group) => {
    if (group === undefined) return count++;
    const number = numbers.get(group) ?? count++;
    numbers.set(group, number);
    return number;
  };
}
