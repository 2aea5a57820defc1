// `allot runs --where --sort`: which runs, and in which order.
import type { Phase } from '@allot/spec';
import type { ListedRun } from '../documents/runs-document.js';
import { queryRuns } from './query-runs.js';
import type { Question } from './question.js';

export interface Selection {
  /** A condition over the columns of the table `runs`. */
  readonly where?: string;
  /** Columns or expressions, each with `desc` or without. */
  readonly sort?: string;
}

export async function selectRuns(folder: string, selection: Selection): Promise<Phase<readonly ListedRun[]>> {
  const [answer, diagnostics] = await queryRuns(folder, questionsOf(selection));
  if (!answer) return [undefined, diagnostics];
  const byPath = new Map(answer.runs.map((listed) => [listed.run, listed]));
  return [
    answer.result.rows.flatMap(([path]) => (typeof path === 'string' ? byPath.get(path) : undefined) ?? []),
    diagnostics,
  ];
}

/** The condition is asked alone first, so that a mistake belongs to one flag. Texts have lines of their own: they may end with a comment. */
function questionsOf({ where, sort }: Selection): readonly Question[] {
  const all = 'select run from runs where (\n';
  const condition =
    where === undefined
      ? []
      : [{ flag: '--where', text: where, before: all, after: '\n) order by created desc' } as const];
  const order =
    sort === undefined
      ? []
      : [
          {
            flag: '--sort',
            text: sort,
            before: `${all}${where ?? 'true'}\n) order by\n`,
            after: '',
          } as const,
        ];
  return [...condition, ...order];
}
