// Makes a table of a database in memory and fills it with the rows of runs.
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import type { FoundRun } from '../run/find-runs.js';
import type { RunTable, SqlType, SqlValue } from './run-tables.js';

export interface TableFiller {
  add(run: FoundRun): void;
  close(): void;
}

export async function createTable(
  connection: DuckDBConnection,
  { name, columns, rowsOf }: RunTable,
): Promise<TableFiller> {
  // Texts become JSON and timestamps where the table is read: an appender takes plain values alone.
  const declared = columns.map(([column, type]) => `${column} ${storedAs[type]}`).join(', ');
  await connection.run(`create table stored.${name} (${declared})`);
  const read = columns.map(([column, type]) =>
    type === storedAs[type] ? column : `try_cast(${column} as ${type}) as ${column}`,
  );
  await connection.run(`create view ${name} as select ${read.join(', ')} from stored.${name}`);
  const appender = await connection.createAppender(name, 'stored');
  return {
    add(run) {
      for (const row of rowsOf(run)) {
        for (const [index, [, type]] of columns.entries()) append(appender, type, row[index]);
        appender.endRow();
      }
    },
    close: () => appender.closeSync(),
  };
}

const storedAs: Readonly<Record<SqlType, SqlType>> = {
  varchar: 'varchar',
  integer: 'integer',
  double: 'double',
  timestamp: 'varchar',
  json: 'varchar',
};

/** A log may have been edited: what is not of the column's type is NULL. */
function append(appender: DuckDBAppender, type: SqlType, value: SqlValue): void {
  if (type === 'double' && typeof value === 'number') appender.appendDouble(value);
  else if (type === 'integer' && Number.isInteger(value) && Math.abs(value as number) < 2 ** 31)
    appender.appendInteger(value as number);
  else if (storedAs[type] === 'varchar' && typeof value === 'string') appender.appendVarchar(value);
  else appender.appendNull();
}
