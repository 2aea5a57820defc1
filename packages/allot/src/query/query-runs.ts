// Questions about the runs of a folder: a database is opened, asked, and closed.
import type { Phase } from '@allot/spec';
import type { ListedRun } from '../documents/runs-document.js';
import { loadDuckDb } from './load-duckdb.js';
import { openRunsDatabase } from './open-runs-database.js';
import { type Question, statementOf } from './question.js';
import { type QueryResult, runQuery } from './run-query.js';

export interface QueryAnswer {
  readonly result: QueryResult;
  /** All runs of the folder. */
  readonly runs: readonly ListedRun[];
}

/** Asks one question after another; the answer is that of the last, and the first that cannot be asked ends it. */
export async function queryRuns(folder: string, questions: readonly Question[]): Promise<Phase<QueryAnswer>> {
  const [duckdb, missing] = await loadDuckDb();
  if (!duckdb) return [undefined, missing];
  const [database, problems] = await openRunsDatabase(duckdb, folder, questions.map(statementOf).join('\n'));
  if (!database) return [undefined, problems];
  try {
    let result: QueryResult | undefined;
    for (const question of questions) {
      const [rows, refused] = await runQuery(duckdb, database.connection, question);
      if (!rows) return [undefined, [...problems, ...refused]];
      result = rows;
    }
    return [result && { result, runs: database.runs }, problems];
  } finally {
    database.close();
  }
}
