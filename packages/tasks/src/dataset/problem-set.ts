// The problems of a dataset as stages see them: by row and by id, wherever they lie.
import type { Problem } from '@allot/spec';

export interface ProblemSet extends Iterable<Problem> {
  readonly length: number;
  /** The problem of a row, from 0. Throws outside of the rows. */
  at(row: number): Problem;
  find(id: string): Problem | undefined;
}

/** Problems in memory. */
export function memoryProblems(problems: readonly Problem[]): ProblemSet {
  let byId: ReadonlyMap<string, Problem> | undefined;
  return {
    length: problems.length,
    at: (row) => {
      const problem = problems[row];
      if (!problem) throw new RangeError(`there is no row ${row} among ${problems.length}`);
      return problem;
    },
    find: (id) => {
      byId ??= new Map(problems.map((problem) => [problem.id, problem]));
      return byId.get(id);
    },
    [Symbol.iterator]: () => problems[Symbol.iterator](),
  };
}
