// `allot runs --where --sort`: which runs, and in which order.
import type { Phase } from '@allot/spec';
import type { ListedRun } from '../documents/runs-document.js';
import { queryRuns } from './query-runs.js';

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
