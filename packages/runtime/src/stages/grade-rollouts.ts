// Grades rollouts against the problems they answer.
import type { Problem } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import { type Grade, gradeTokens } from '@allot/tasks';
import { report } from '../catalog.js';
import { type Experiment, problemsOf } from '../experiment.js';
import { RunFailure } from '../run-failure.js';

const indexes = new WeakMap<readonly Problem[], ReadonlyMap<string, Problem>>();

/** Grades in the order of the rollouts; their problems are found by id in the dataset. Throws a RunFailure. */
export function gradeRollouts(
  experiment: Experiment,
  dataset: string,
  rollouts: readonly RolloutRow[],
): Grade[] {
  const problems = problemsById(problemsOf(experiment, dataset));
  const { response } = experiment.settings;
  return rollouts.map(({ problemId, responseTokens }) => {
    const problem = problems.get(problemId);
    if (!problem) throw new RunFailure([report('stage/unknown-problem', { dataset, problem: problemId })]);
    return gradeTokens(responseTokens, problem, response, experiment.tokenizer);
  });
}

function problemsById(problems: readonly Problem[]): ReadonlyMap<string, Problem> {
  const before = indexes.get(problems);
  if (before) return before;
  const index = new Map(problems.map((problem) => [problem.id, problem]));
  indexes.set(problems, index);
  return index;
}
