// Reads rows of cases from JSON Lines into columns of the fields that a shape reads.
import {
  type Diagnostic,
  type Phase,
  type ShapeField,
  type ShapeRows,
  type SignalLevel,
  shapeFields,
} from '@allot/spec';
import type { Line } from '@allot/tasks';
import { reportCommand } from '../catalog.js';
import { caseDefaults } from './case-fields.js';
import type { NestedMembers, NestedRequest } from './nested-members.js';
import { readRow } from './read-row.js';

export interface Cases {
  readonly rows: ShapeRows;
  /** Every row as it was read, and its line, from 1. */
  readonly texts: readonly string[];
  readonly lines: readonly number[];
  /** Problem of every row, and the cells that it gives itself: for shapes that read the memory. */
  readonly problems: readonly string[];
  readonly given: readonly Readonly<Record<string, number>>[];
}

export interface CaseFile {
  /** Name of the file in messages. */
  readonly file: string;
  readonly lines: AsyncIterable<Line>;
}

export interface CaseRequest {
  /** Fields that the shape reads. */
  readonly fields: readonly ShapeField[];
  /** Fields that are read where every row has them. Absent: none. */
  readonly optional?: readonly ShapeField[];
  /** What it reads besides. Absent: nothing. */
  readonly nested?: NestedRequest;
  /** Cap of rows that do not give one, instead of the table's own. */
  readonly lMax?: number;
}

/** Diagnostics: `cases/*`, of every row; without a value where there are any. Rejects as `fs` does where it cannot read. */
export async function readCases({ file, lines }: CaseFile, request: CaseRequest): Promise<Phase<Cases>> {
  const { lMax } = request;
  const fields = shapeFields.filter((field) => request.fields.includes(field));
  const defaults =
    lMax === undefined ? caseDefaults : { ...caseDefaults, lMax: { text: String(lMax), of: () => lMax } };
  const nested = request.nested ?? nothing;
  const optional = request.optional ?? [];
  const context = { file, fields, optional, defaults, nested };
  const columns = fields.map((): number[] => []);
  const optionalColumns = optional.map((): number[] => []);
  const budgets: number[] = [];
  const groups: number[] = [];
  const problems: string[] = [];
  const members: NestedMembers[] = [];
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
      for (const [at, value] of row.optional.entries())
        if (value !== undefined) optionalColumns[at]?.push(value);
      budgets.push(row.budget);
      groups.push(numberOf(row.group));
      problems.push(row.problem === undefined ? `group ${groups.at(-1)}` : JSON.stringify(row.problem));
      members.push(row.nested);
      texts.push(text);
      lineOfRow.push(line);
    }
  }
  if (diagnostics.length > 0) return [undefined, diagnostics];
  if (texts.length === 0) return [undefined, [reportCommand('cases/empty', { file })]];
  const read: Partial<Record<ShapeField, Float64Array>> = Object.fromEntries(
    fields.map((field, at) => [field, Float64Array.from(columns[at] as number[])]),
  );
  for (const [at, field] of optional.entries())
    if (optionalColumns[at]?.length === texts.length) read[field] = Float64Array.from(optionalColumns[at]);
  if (read.tier) read.tier = placeTiers(read.tier, budgets);
  return [
    {
      rows: { length: texts.length, fields: read, group: groups, ...nestedColumns(members, nested) },
      texts,
      lines: lineOfRow,
      problems,
      given: members.map(({ state }) => state),
    },
    diagnostics,
  ];
}

const nothing: NestedRequest = { tokenFields: [], signals: [], tokens: false, cells: [] };

/** Signals and tokens of all rows, one after the other. */
function nestedColumns(
  members: readonly NestedMembers[],
  { tokenFields, signals }: NestedRequest,
): Pick<ShapeRows, 'signals' | 'responses'> {
  const columns = (
    names: readonly string[],
    of: (row: NestedMembers, name: string) => readonly number[],
  ): Readonly<Record<string, Float64Array>> =>
    Object.fromEntries(
      names.map((name) => [name, Float64Array.from(members.flatMap((row) => of(row, name)))]),
    );
  const named = (level: SignalLevel) => signals.flatMap(({ name, per }) => (per === level ? [name] : []));
  return {
    signals: columns(named('response'), (row, name) => [row.signals[name] as number]),
    responses: {
      row: Int32Array.from(
        members.flatMap(({ tokenCount }, row) => Array.from({ length: tokenCount }, () => row)),
      ),
      fields: columns(tokenFields, (row, name) => row.tokens[name] ?? []),
      signals: columns(named('token'), (row, name) => row.tokenSignals[name] ?? []),
    },
  };
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
