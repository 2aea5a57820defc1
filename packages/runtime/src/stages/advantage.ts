// The advantage stage: how much better than its siblings a trajectory is.
import { evaluateShape, type Memory, type ResolvedReinforcement } from '@allot/spec';
import type { AdvantageRow, RolloutRow, ScoreRow } from '@allot/store';
import { shapeRows } from './shape-rows.js';
import { trainedRows } from './trained-rows.js';

/** Advantages in the order of the rollouts, those of groups that make no part of the update 0; `scores` stand in that order too. */
export function advantageStage(
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly RolloutRow[],
  scores: readonly ScoreRow[],
  memory: Memory,
): AdvantageRow[] {
  const trained = trainedRows(settings, rollouts, scores);
  const rows = shapeRows(
    settings,
    step,
    trained.map((row) => rollouts[row] as RolloutRow),
    trained.map((row) => scores[row] as ScoreRow),
    memory,
  );
  const shaped = evaluateShape(settings.advantage.expression, rows);
  const advantages = new Float64Array(rollouts.length);
  trained.forEach((row, index) => {
    advantages[row] = shaped[index] as number;
  });
  return rollouts.map(({ groupId, rollout }, index) => ({
    groupId,
    rollout,
    advantage: advantages[index] as number,
  }));
}
