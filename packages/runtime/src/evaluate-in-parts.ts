// Evaluates a mode part by part, so that a part that is done is never sampled again.
import type { Problem, ResolvedEvaluation } from '@allot/spec';
import type { EvaluationRow } from '@allot/store';
import type { Engine } from './engine.js';
import type { EvaluationFolder } from './evaluation-folder.js';
import type { Experiment } from './experiment.js';
import type { EvaluateOptions, EvaluationModeName } from './outcome.js';
import { createProgress } from './progress.js';
import { evaluateStage } from './stages/evaluate.js';

export interface Evaluated {
  readonly experiment: Experiment;
  readonly engine: Engine;
  readonly evaluation: ResolvedEvaluation;
  readonly problems: readonly Problem[];
  readonly folder: EvaluationFolder | undefined;
}

/** Responses of a part; all of them in one where nothing is kept. */
const PART = 256;

/** All rows of a mode: those of parts that are done, and new ones. */
export async function evaluateInParts(
  { experiment, engine, evaluation, problems, folder }: Evaluated,
  mode: EvaluationModeName,
  { onProgress, signal }: Pick<EvaluateOptions, 'onProgress' | 'signal'>,
): Promise<readonly EvaluationRow[]> {
  const size = folder ? Math.ceil(PART / evaluation.samplesPerProblem) : Math.max(1, problems.length);
  const rollouts = problems.length * evaluation.samplesPerProblem;
  const tell = createProgress(0, onProgress).begin('evaluate', 0, { rollouts, mode });
  const rows: EvaluationRow[] = [];
  let tokens = 0;
  for (let part = 0; part * size < problems.length; part++) {
    signal?.throwIfAborted();
    let found = await folder?.read(mode, part);
    if (!found) {
      const some = problems.slice(part * size, (part + 1) * size);
      const [before, beforeTokens] = [rows.length, tokens];
      const made = await evaluateStage(experiment, engine, evaluation, mode, some, {
        onProgress: (finished, count) => tell(before + finished, beforeTokens + count),
        ...(signal ? { signal } : {}),
      });
      await folder?.write(mode, part, made.rows);
      found = made.rows;
    }
    rows.push(...found);
    tokens += found.reduce((sum, row) => sum + row.tokens, 0);
    tell(rows.length, tokens);
  }
  return rows;
}
