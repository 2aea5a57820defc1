// One question about the runs of a folder: a database is opened, asked once, and closed.
import type { Diagnostic, Phase } from '@allot/spec';
import type { ListedRun } from '../documents/runs-document.js';
import { loadDuckDb } from './load-duckdb.js';
import { openRunsDatabase } from './open-runs-database.js';
import { type QueryResult, runQuery } from './run-query.js';

export interface QueryAnswer {
  readonly result: QueryResult;
  /** All runs of the folder. */
  readonly runs: readonly ListedRun[];
}

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
