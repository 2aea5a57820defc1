// The advantage stage: how much better than its siblings a trajectory is.
import { evaluateShape, type Memory, type ResolvedReinforcement } from '@allot/spec';
import type { AdvantageRow, RolloutRow, ScoreRow } from '@allot/store';
import { shapeRows } from './shape-rows.js';

/** Advantages in the order of the rollouts; `scores` stand in that order too. */
export function advantageStage(
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly RolloutRow[],
  scores: readonly ScoreRow[],
  memory: Memory,
): AdvantageRow[] {
  const advantages = evaluateShape(
    settings.advantage.expression,
    shapeRows(settings, step, rollouts, scores, memory),
  );
  return rollouts.map(({ groupId, rollout }, index) => ({
    groupId,
    rollout,
    advantage: advantages[index] as number,
  }));
}
