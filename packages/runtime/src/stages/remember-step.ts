// What a step leaves in the run's memory.
import { type Memory, type ResolvedReinforcement, remember } from '@allot/spec';
import type { RolloutRow, ScoreRow } from '@allot/store';
import type { Tokenizer } from '@allot/tasks';
import { report } from '../catalog.js';
import { RunFailure } from '../run-failure.js';
import { shapeRows } from './shape-rows.js';

/** The memory after the step; `scores` stand in the order of the rollouts. Throws a RunFailure. */
export function rememberStep(
  settings: ResolvedReinforcement,
  memory: Memory,
  step: number,
  rollouts: readonly RolloutRow[],
  scores: readonly ScoreRow[],
  tokenizer: Tokenizer,
): Memory {
  if (Object.keys(settings.state).length === 0) return memory;
  const rows = shapeRows(settings, step, rollouts, scores, memory, tokenizer);
  const problems = rollouts.map(({ problemId }) => problemId);
  const after = remember(settings.state, memory, rows, problems);
  for (const [cell, values] of Object.entries(after)) {
    const value = Object.values(values).find((candidate) => !Number.isFinite(candidate));
    if (value !== undefined)
      throw new RunFailure([report('run/memory-not-finite', { step, cell, value: String(value) })]);
  }
  return after;
}
