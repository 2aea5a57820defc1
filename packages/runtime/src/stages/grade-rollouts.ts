// Grades rollouts against the problems they answer.
import type { Problem } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import { finalTextOfTokens, type Grade } from '@allot/tasks';
import { report } from '../catalog.js';
import { type Experiment, problemsOf } from '../experiment.js';
import { RunFailure } from '../run-failure.js';

/** Grades in the order of the rollouts; their problems are found by id in the dataset. Throws a RunFailure. */
export function gradeRollouts(
  experiment: Experiment,
  dataset: string,
  rollouts: readonly RolloutRow[],
): Promise<readonly Grade[]> {
  const { settings, tokenizer, grader } = experiment;
  return grader.grade(
    rollouts.map(({ problemId, responseTokens, text }) => ({
      problem: problemOf(experiment, dataset, problemId),
      final: finalTextOfTokens(responseTokens, settings.response, tokenizer),
      response: text,
    })),
  );
}

/** The problem of a dataset with an id. Throws a RunFailure where there is none. */
export function problemOf(experiment: Experiment, dataset: string, id: string): Problem {
  const problem = problemsOf(experiment, dataset).find(id);
  if (!problem) throw new RunFailure([report('stage/unknown-problem', { dataset, problem: id })]);
  return problem;
}
