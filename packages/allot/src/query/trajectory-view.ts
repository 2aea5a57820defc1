// The table of trajectories: a view over the Parquet files of the steps, which are read when a query asks for them.
import { open, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '@allot/spec';
import type { DuckDBConnection } from '@duckdb/node-api';
import { reportCommand } from '../catalog.js';

const kinds = ['rollouts', 'scores', 'advantages'] as const;
type Kind = (typeof kinds)[number];

export interface StepFiles {
  /** Absolute paths of the steps, with their run and number. */
  readonly steps: readonly (readonly [folder: string, run: string, step: number])[];
  readonly files: Readonly<Record<Kind, readonly string[]>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The files that stand in these runs; damaged ones are left out with a warning. */
export async function findStepFiles(runs: readonly string[]): Promise<StepFiles> {
  const steps: (readonly [string, string, number])[] = [];
  const files: Record<Kind, string[]> = { rollouts: [], scores: [], advantages: [] };
  const diagnostics: Diagnostic[] = [];
  for (const run of runs) {
    const home = resolve(run, 'steps');
    const names = (await readdir(home).catch(() => [])).filter((name) => /^\d{6,}$/.test(name));
    for (const name of names.sort()) {
      const folder = join(home, name);
      steps.push([folder, run, Number(name)]);
      for (const kind of kinds) {
        const file = join(folder, `${kind}.parquet`);
        const state = await stateOf(file);
        if (state === 'whole') files[kind].push(file);
        if (state === 'damaged') diagnostics.push(reportCommand('runs/damaged-file', { file }));
      }
    }
  }
  return { steps, files, diagnostics };
}

/** A Parquet file begins and ends with PAR1; where it is cut off, the end is missing. */
async function stateOf(file: string): Promise<'whole' | 'damaged' | 'absent'> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return 'absent';
  try {
    const { size } = await handle.stat();
    const ends = Buffer.alloc(8);
    await handle.read(ends, 0, 4, 0);
    await handle.read(ends, 4, 4, Math.max(0, size - 4));
    return ends.toString('latin1') === 'PAR1PAR1' && size >= 12 ? 'whole' : 'damaged';
  } finally {
    await handle.close();
  }
}

/** Makes the view `trajectories`. Only these files can be read once external access is disabled. */
export async function createTrajectories(connection: DuckDBConnection, found: StepFiles): Promise<void> {
  await connection.run('create table stored.step_folders (folder varchar, run varchar, step integer)');
  const appender = await connection.createAppender('step_folders', 'stored');
  for (const [folder, run, step] of found.steps) {
    appender.appendVarchar(folder);
    appender.appendVarchar(run);
    appender.appendInteger(step);
    appender.endRow();
  }
  appender.closeSync();
  for (const kind of kinds)
    await connection.run(`create view stored.${kind} as ${readFiles(kind, found.files[kind])}`);
  await connection.run(
    'create view trajectories as select run, step, * exclude (run, step, folder) from stored.step_folders ' +
      'join stored.rollouts using (folder) left join stored.scores using (folder, group_id, rollout) ' +
      'left join stored.advantages using (folder, group_id, rollout)',
  );
  const paths = kinds
    .flatMap((kind) => found.files[kind])
    .flatMap((file) => [...new Set([file, pattern(file)])]);
  await connection.run(`set allowed_paths = [${paths.map(literal).join(', ')}]`);
}

/** Runs may have other columns than one another: those of their rewards and signals. */
const readFiles = (kind: Kind, files: readonly string[]): string =>
  files.length === 0
    ? `select ${emptyColumns[kind]} where false`
    : `select * exclude (filename), parse_dirpath(filename) as folder from read_parquet([${files
        .map((file) => literal(pattern(file)))
        .join(', ')}], union_by_name = true, filename = true)`;

const key = "'' as folder, '' as group_id, 0 as rollout";
const emptyColumns: Readonly<Record<Kind, string>> = {
  rollouts: `${key}, '' as problem_id, 0 as tier, 0 as budget, 0.0 as difficulty, 0 as tokens, 0 as thinking_tokens, '' as finish_reason, '' as prompt, '' as text`,
  scores: `${key}, '' as answer, false as correct, false as formatted, 0.0 as reward`,
  advantages: `${key}, 0.0 as advantage`,
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A path as a pattern that matches it alone. */
const pattern = (path: string): string => path.replace(/[[*?]/g, '[$&]');
