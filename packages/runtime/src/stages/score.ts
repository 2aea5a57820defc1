// The score stage: grades every response and gives it its reward.
import { evaluateShape, type Memory, type ResolvedReinforcement } from '@allot/spec';
import type { RolloutRow, ScoreRow } from '@allot/store';
import type { Experiment } from '../experiment.js';
import { gradeRollouts } from './grade-rollouts.js';
import { shapeRows } from './shape-rows.js';

/** Scores in the order of the rollouts. */
export function scoreStage(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly RolloutRow[],
  memory: Memory,
): ScoreRow[] {
  const grades = gradeRollouts(experiment, settings.training.dataset, rollouts);
  const rows = shapeRows(settings, step, rollouts, grades, memory);
  const rewards = evaluateShape(settings.reward.expression, rows);
  const components = Object.entries(settings.reward.components).map(
    ([name, expression]) => [name, evaluateShape(expression, rows)] as const,
  );
  return rollouts.map(({ groupId, rollout }, index) => ({
    groupId,
    rollout,
    ...(grades[index] as (typeof grades)[number]),
    reward: rewards[index] as number,
    components: Object.fromEntries(components.map(([name, values]) => [name, values[index] as number])),
  }));
}
