// `allot runs --where --sort`: which runs, and in which order.
import type { Diagnostic, Phase } from '@allot/spec';
import type { ListedRun } from '../documents/runs-document.js';
import { loadDuckDb } from './load-duckdb.js';
import { openRunsDatabase } from './open-runs-database.js';
import { type QueryResult, runQuery } from './run-query.js';

export interface Selection {
  /** A condition over the columns of the table `runs`. */
  readonly where?: string;
  /** Columns or expressions, each with `desc` or without. */
  readonly sort?: string;
}

export async function selectRuns(folder: string, selection: Selection): Promise<Phase<readonly ListedRun[]>> {
  const { where = 'true', sort = 'created desc' } = selection;
  // On lines of their own: an expression may end with a comment.
  const sql = `select run from runs where (\n${where}\n) order by\n${sort}`;
  const [answer, diagnostics] = await queryRuns(folder, sql);
  if (!answer) return [undefined, diagnostics];
  const byPath = new Map(answer.runs.map((run) => [run.path, run]));
  return [
    answer.result.rows.flatMap(([path]) => (typeof path === 'string' ? byPath.get(path) : undefined) ?? []),
    diagnostics,
  ];
}

export interface QueryAnswer {
  readonly result: QueryResult;
  /** All runs of the folder. */
  readonly runs: readonly ListedRun[];
}

/** Opens a database about the runs of a folder, asks it once, and closes it. */
export async function queryRuns(folder: string, sql: string): Promise<Phase<QueryAnswer>> {
  const [duckdb, missing] = await loadDuckDb();
  if (!duckdb) return [undefined, missing];
  const [database, problems] = await openRunsDatabase(duckdb, folder, sql);
  if (!database) return [undefined, problems];
  try {
    const [result, refused] = await runQuery(duckdb, database.connection, sql);
    const diagnostics: readonly Diagnostic[] = [...problems, ...refused];
    return result ? [{ result, runs: database.runs }, diagnostics] : [undefined, diagnostics];
  } finally {
    database.close();
  }
}
