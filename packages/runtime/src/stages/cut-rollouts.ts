// Cuts responses of a step that are much longer than they need be, and keeps what is left as if it had been sampled so.
import { evaluateShape, holds, type Memory, type ResolvedReinforcement, TokenOrigin } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import type { Tokenizer } from '@allot/tasks';
import { report } from '../catalog.js';
import type { Experiment } from '../experiment.js';
import { RunFailure } from '../run-failure.js';
import { gradeRollouts } from './grade-rollouts.js';
import { shapeRows } from './shape-rows.js';

/**
 * The rollouts of whole groups after the plan's cut; the score stage grades what is left. The limits are
 * computed from the responses as sampled. Throws a RunFailure where one is no number.
 */
export async function cutRollouts(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly RolloutRow[],
  memory: Memory,
): Promise<readonly RolloutRow[]> {
  const { cut } = settings;
  if (!cut) return rollouts;
  const grades = await gradeRollouts(experiment, settings.training.dataset, rollouts);
  const rows = shapeRows(settings, step, rollouts, grades, memory, experiment.tokenizer);
  const limits = evaluateShape(cut.to, rows);
  const allowed = evaluateShape(cut.when, rows);
  return rollouts.map((rollout, row) => {
    if (!holds(allowed[row] as number)) return rollout;
    const limit = Math.floor(limits[row] as number);
    if (Number.isNaN(limit))
      throw new RunFailure([report('run/cut-not-a-number', { step, problem: rollout.problemId })]);
    return rollout.tokens - limit >= cut.atLeast ? cutRollout(rollout, limit, experiment.tokenizer) : rollout;
  });
}

/** The rollout with at most `limit` tokens, counted as its length is; its prefill and the token behind it stay. */
function cutRollout(rollout: RolloutRow, limit: number, tokenizer: Tokenizer): RolloutRow {
  const { responseTokens, tokenOrigins, logProbabilities, tokens, thinkingTokens } = rollout;
  const uncounted = responseTokens.length - tokens;
  const start = tokenOrigins.findIndex((origin) => origin !== TokenOrigin.prefill);
  const kept = Math.max(limit + uncounted, start + 1);
  if (start < 0 || kept >= responseTokens.length) return rollout;
  const left = responseTokens.slice(0, kept);
  return {
    ...rollout,
    responseTokens: left,
    tokenOrigins: tokenOrigins.slice(0, kept),
    logProbabilities: logProbabilities.slice(0, kept),
    tokens: kept - uncounted,
    thinkingTokens: Math.min(thinkingTokens, kept - uncounted),
    finishReason: 'length',
    text: tokenizer.decode(left),
  };
}
