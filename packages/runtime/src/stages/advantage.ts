// The advantage stage: how much better than its siblings a trajectory is.
import { evaluateShape, type Memory, type ResolvedReinforcement } from '@allot/spec';
import type { AdvantageRow, RolloutRow, ScoreRow } from '@allot/store';
import type { Experiment } from '../experiment.js';
import { shapeRows } from './shape-rows.js';
import { tokenAdvantages } from './token-credit.js';
import { trainedRows } from './trained-rows.js';

/** Advantages in the order of the rollouts, those of groups that make no part of the update 0; `scores` stand in that order too. */
export function advantageStage(
  { tokenizer }: Pick<Experiment, 'tokenizer'>,
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly RolloutRow[],
  scores: readonly ScoreRow[],
  memory: Memory,
): AdvantageRow[] {
  const trained = trainedRows(settings, rollouts, scores);
  const kept = trained.map((row) => rollouts[row] as RolloutRow);
  const rows = shapeRows(
    settings,
    step,
    kept,
    trained.map((row) => scores[row] as ScoreRow),
    memory,
    tokenizer,
  );
  const advantages = evaluateShape(settings.advantage.expression, rows);
  const ofTokens = tokenAdvantages(settings, tokenizer, rows, kept, advantages);
  const places = new Map(trained.map((row, place) => [row, place]));
  return rollouts.map(({ groupId, rollout, responseTokens }, row) => {
    const place = places.get(row);
    const advantage = place === undefined ? 0 : (advantages[place] as number);
    if (!ofTokens) return { groupId, rollout, advantage };
    const left = new Float32Array(responseTokens.length);
    const tokens = place === undefined ? left : (ofTokens[place] as Float32Array);
    return { groupId, rollout, advantage, tokenAdvantages: tokens };
  });
}
