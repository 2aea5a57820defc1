// The problems that all evaluations share, as columns of numbers in the order of their ids.
import type { Evaluation, ProblemResult } from './evaluated-policy.js';

/** Columns over the same problems, for each evaluation in its order. */
export interface AlignedProblems {
  readonly ids: readonly string[];
  readonly results: readonly (readonly ProblemResult[])[];
}

export function alignProblems(evaluations: readonly Evaluation[]): AlignedProblems {
  const [first, ...others] = evaluations;
  const ids = [...(first?.problems.keys() ?? [])]
    .filter((id) => others.every(({ problems }) => problems.has(id)))
    .sort();
  return {
    ids,
    results: evaluations.map(({ problems }) => ids.map((id) => problems.get(id) as ProblemResult)),
  };
}

/** Those of a range of difficulty, as the first evaluation states it. */
export function withinRange(
  { ids, results }: AlignedProblems,
  [from, to]: readonly [number, number],
): AlignedProblems {
  const inside = (results[0] ?? []).map(
    ({ difficulty }) => difficulty !== undefined && difficulty >= from && difficulty <= to,
  );
  const keep = <T>(list: readonly T[]): T[] => list.filter((_, index) => inside[index]);
  return { ids: keep(ids), results: results.map(keep) };
}

export const columnOf = (results: readonly ProblemResult[], measure: 'accuracy' | 'tokens'): Float64Array =>
  Float64Array.from(results, (result) => result[measure]);
