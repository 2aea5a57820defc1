// Runs one query of the user's on a database of runs. Statements that are no queries are refused.
import type { Phase } from '@allot/spec';
import type { DuckDBConnection } from '@duckdb/node-api';
import { reportCommand } from '../catalog.js';
import type { DuckDb } from './load-duckdb.js';
import { placeIn, type Question, statementOf } from './question.js';

/** A number, a text, a truth value, null, or lists and objects of them. */
export type Cell = null | number | string | boolean | readonly Cell[] | { readonly [name: string]: Cell };

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
}

export async function runQuery(
  { StatementType }: DuckDb,
  connection: DuckDBConnection,
  question: Question,
): Promise<Phase<QueryResult>> {
  if (question.text.trim() === '') return refused(question, 'it is empty');
  try {
    const statements = await connection.extractStatements(statementOf(question));
    if (statements.count !== 1) return noQuery(question, `${statements.count} statements`);
    const prepared = await statements.prepare(0);
    const kind = prepared.statementType;
    if (kind !== StatementType.SELECT) return noQuery(question, StatementType[kind] ?? 'another statement');
    const result = await prepared.runAndReadAll();
    const types = result.columnTypes();
    return [
      {
        columns: result
          .deduplicatedColumnNames()
          .map((name, index) => ({ name, type: String(types[index]) })),
        rows: result.getRowsJS().map((row) => row.map(toCell)),
      },
      [],
    ];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refused(question, problemOf(error.message), error.message);
  }
}

/** The message of DuckDB, where there is one, has the place. */
const refused = (question: Question, problem: string, message = ''): Phase<QueryResult> => [
  undefined,
  [reportCommand('runs/bad-sql', { flag: question.flag, problem }, { span: placeIn(question, message) })],
];

const noQuery = (question: Question, found: string): Phase<QueryResult> => [
  undefined,
  [reportCommand('runs/no-query', { flag: question.flag, found }, { span: placeIn(question, '') })],
];

/** What DuckDB says, without the text of the query, and the names that it would know instead. */
function problemOf(message: string): string {
  const [first = '', ...others] = message.replace(/^Failed to extract statements: /, '').split('\n');
  return [first, ...others.filter((line) => /^(?:Candidate|Did you mean)/.test(line))].join(' ');
}

/** Whole numbers beyond 2^53 and what JSON has no word for become texts. */
function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(toCell);
  if (Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toCell(item)]));
  return (value as { toString(): string }).toString();
}
