// Rollouts as the columns that reward and advantage shapes read.

import {
  average,
  type Memory,
  type ResolvedReinforcement,
  type Rollout,
  recall,
  type ShapeRows,
  type SignalValues,
  TokenOrigin,
} from '@allot/spec';
import type { Grade, Tokenizer } from '@allot/tasks';
import { onDemand } from './on-demand.js';
import { responseTokens } from './response-tokens.js';

type Graded = Pick<Grade, 'correct' | 'formatted'> & {
  readonly reward?: number;
  readonly advantage?: number;
  readonly signals?: SignalValues;
};

/** Fields of a step's rows; `grades` stand in the order of the rollouts. `progress` is step / steps; `memory` is that before the step. */
export function shapeRows(
  settings: ResolvedReinforcement,
  step: number,
  rollouts: readonly Rollout[],
  grades: readonly Graded[],
  memory: Memory,
  tokenizer: Tokenizer,
): ShapeRows {
  const column = (value: (rollout: Rollout) => number): Float64Array => Float64Array.from(rollouts, value);
  const graded = (value: (grade: Graded) => number): Float64Array => Float64Array.from(grades, value);
  const constant = (value: number): Float64Array => new Float64Array(rollouts.length).fill(value);
  return {
    length: rollouts.length,
    signals: ofResponses(grades),
    responses: responseTokens(settings.response, rollouts, tokenizer, grades),
    group: rollouts.map(({ groupId }) => groupId),
    state: recall(
      settings.state,
      memory,
      rollouts.map(({ problemId }) => problemId),
    ),
    fields: onDemand<ShapeRows['fields']>({
      tokens: () => column(({ tokens }) => tokens),
      thinkingTokens: () => column(({ thinkingTokens }) => thinkingTokens),
      answerTokens: () => column(({ tokens, thinkingTokens }) => tokens - thinkingTokens),
      truncated: () => column(({ finishReason }) => (finishReason === 'length' ? 1 : 0)),
      budget: () => column(({ budget }) => budget),
      tier: () => column(({ tier }) => tier),
      mode: () => column(({ thinkingTokens }) => (thinkingTokens > 0 ? 1 : 0)),
      repetition: () => column((rollout) => repetition(sampled(rollout, rollout.responseTokens))),
      meanLogProbability: () => column((rollout) => average(sampled(rollout, rollout.logProbabilities))),
      minLogProbability: () =>
        column((rollout) =>
          sampled(rollout, rollout.logProbabilities).reduce((least, value) => Math.min(least, value), 0),
        ),
      correct: () => graded(({ correct }) => (correct ? 1 : 0)),
      formatted: () => graded(({ formatted }) => (formatted ? 1 : 0)),
      reward: () => graded(({ reward }) => reward ?? 0),
      advantage: () => graded(({ advantage }) => advantage ?? 0),
      lMax: () => constant(settings.response.maxTokens),
      step: () => constant(step),
      progress: () => constant(step / settings.steps),
    }),
  };
}

/** Signals with one number a response. */
function ofResponses(grades: readonly Graded[]): Readonly<Record<string, Float64Array>> {
  const names = Object.entries(grades[0]?.signals ?? {}).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(
    names.map(([name]) => [name, Float64Array.from(grades, ({ signals }) => Number(signals?.[name]))]),
  );
}

/** Of one value a response token, those at tokens that the policy sampled itself. */
const sampled = ({ tokenOrigins }: Rollout, values: ArrayLike<number>): readonly number[] =>
  Array.from(values).filter((_, token) => tokenOrigins[token] === TokenOrigin.sampled);

/** Tokens of the sequences that `repetition` counts. */
const GRAM = 4;

/** 1 - distinct / all 4-grams; 0 when there is none. */
function repetition(tokens: readonly number[]): number {
  const all = tokens.length - GRAM + 1;
  if (all < 1) return 0;
  const distinct = new Set(Array.from({ length: all }, (_, at) => tokens.slice(at, at + GRAM).join(' ')));
  return 1 - distinct.size / all;
}
