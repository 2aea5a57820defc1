// Rollouts as the columns that reward and advantage shapes read.

import type { ResolvedReinforcement, Rollout, ShapeRows } from '@allot/spec';
import type { Grade } from '@allot/tasks';

type Graded = Pick<Grade, 'correct' | 'formatted'> & { readonly reward?: number };

/** Fields of a step's rows; `grades` stand in the order of the rollouts. `progress` is step / steps. */
export function shapeRows(
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly Rollout[],
  grades: readonly Graded[],
): ShapeRows {
  const column = (value: (rollout: Rollout) => number): Float64Array => Float64Array.from(rollouts, value);
  const graded = (value: (grade: Graded) => number): Float64Array => Float64Array.from(grades, value);
  const constant = (value: number): Float64Array => new Float64Array(rollouts.length).fill(value);
  return {
    length: rollouts.length,
    group: rollouts.map(({ groupId }) => groupId),
    fields: {
      tokens: column(({ tokens }) => tokens),
      thinkingTokens: column(({ thinkingTokens }) => thinkingTokens),
      answerTokens: column(({ tokens, thinkingTokens }) => tokens - thinkingTokens),
      truncated: column(({ finishReason }) => (finishReason === 'length' ? 1 : 0)),
      budget: column(({ budget }) => budget),
      tier: column(({ tier }) => tier),
      correct: graded(({ correct }) => (correct ? 1 : 0)),
      formatted: graded(({ formatted }) => (formatted ? 1 : 0)),
      reward: graded(({ reward }) => reward ?? 0),
      lMax: constant(settings.response.maxTokens),
      step: constant(step),
      progress: constant(step / settings.steps),
    },
  };
}
