// Evaluates one checkpoint on one set of problems; what is done is found, what was stopped goes on.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { emitPlan } from '@allot/compiler';
import { type EvaluateOptions, evaluateCheckpoint } from '@allot/runtime';
import type { Diagnostic, EvaluationMode, Plan } from '@allot/spec';
import { locate } from '../../evaluate/choose-dataset.js';
import { version } from '../../version.js';
import type { SetName } from './places.js';

/** What each set is asked in: efficiency mode is about problems like those of training. */
export const modesOf: Readonly<Record<SetName, readonly EvaluationMode[]>> = {
  'held-out': ['natural', 'efficient'],
  longer: ['natural'],
};

interface ArmEvaluation {
  readonly plan: Plan;
  readonly runDirectory: string;
  /** Name of a checkpoint of the run. */
  readonly checkpoint: string;
  readonly set: SetName;
  readonly problems: string;
  readonly folder: string;
}

/** Whether an evaluation is finished: its results are written last. */
export const isEvaluated = (folder: string): boolean => existsSync(join(folder, 'results.json'));

/** Answers what went wrong. Rejects with the signal's reason when it aborts. */
export async function evaluateArm(
  { plan, runDirectory, checkpoint, set, problems, folder }: ArmEvaluation,
  watching: Pick<EvaluateOptions, 'onProgress' | 'signal'>,
): Promise<readonly Diagnostic[]> {
  if (isEvaluated(folder)) return [];
  const [chosen, missing] = await locate({ kind: 'jsonl', path: resolve(problems) });
  if (chosen?.data === undefined) return missing;
  const [, diagnostics] = await evaluateCheckpoint({
    plan,
    checkpointDirectory: join(runDirectory, 'checkpoints', checkpoint),
    engineFolder: resolve(runDirectory, 'engine'),
    host: { version, emit: emitPlan },
    modes: modesOf[set],
    dataset: set,
    data: chosen.data,
    keep: () => folder,
    ...watching,
  });
  return diagnostics;
}
