// A database in memory about the runs of a folder. Once it is open, nothing but queries over them can be done with it.
import type { Diagnostic, Phase } from '@allot/spec';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ListedRun } from '../documents/runs-document.js';
import { findRuns, foldersIn } from '../run/find-runs.js';
import { createTable } from './fill-table.js';
import type { DuckDb } from './load-duckdb.js';
import { runTables } from './run-tables.js';
import { createTrajectories, findStepFiles } from './trajectory-view.js';

export interface RunsDatabase {
  readonly connection: DuckDBConnection;
  readonly runs: readonly ListedRun[];
  close(): void;
}

/** Fills the tables that the SQL names. Damaged runs are warnings, and left out. */
export async function openRunsDatabase(
  { DuckDBInstance }: DuckDb,
  folder: string,
  sql: string,
): Promise<Phase<RunsDatabase>> {
  const [folders, unread] = await foldersIn(folder);
  if (!folders) return [undefined, unread];
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    temp_directory: '',
    default_null_order: 'nulls_last',
  });
  const connection = await instance.connect();
  // What views are made of stands apart from them.
  await connection.run('create schema stored');
  const names = (table: string): boolean => new RegExp(`\\b${table}\\b`, 'i').test(sql);
  const wanted = runTables.filter(({ name }) => name === 'runs' || names(name) || asksWhatIsThere(sql));
  const tables = await Promise.all(wanted.map((table) => createTable(connection, table)));
  const runs: ListedRun[] = [];
  const problems: Diagnostic[] = [];
  for await (const [found, diagnostics] of findRuns(folders)) {
    problems.push(...diagnostics);
    if (!found) continue;
    runs.push(found.listed);
    for (const table of tables) table.add(found);
  }
  for (const table of tables) table.close();
  if (names('trajectories') || asksWhatIsThere(sql)) {
    const found = await findStepFiles(runs.map(({ run }) => run));
    problems.push(...found.diagnostics);
    await createTrajectories(connection, found);
  }
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  return [{ connection, runs, close }, problems];
}

/** `show tables` and the like. */
const asksWhatIsThere = (sql: string): boolean => /\bshow\b|\binformation_schema\b|\bduckdb_\w+/i.test(sql);
