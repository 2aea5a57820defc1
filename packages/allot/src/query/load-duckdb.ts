// DuckDB, where it is installed: it is large, and most users never ask for it.
import type { Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';

export type DuckDb = typeof import('@duckdb/node-api');

export async function loadDuckDb(): Promise<Phase<DuckDb>> {
  try {
    return [await import('@duckdb/node-api'), []];
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return [undefined, [reportCommand('runs/no-duckdb', { reason })]];
  }
}
