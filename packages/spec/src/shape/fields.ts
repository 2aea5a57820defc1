// What a shape may read of a trajectory, with the unit and the values that are possible.

export const shapeFields = [
  'tokens',
  'thinkingTokens',
  'answerTokens',
  'correct',
  'formatted',
  'truncated',
  'budget',
  'tier',
  'mode',
  'lMax',
  'step',
  'progress',
  'repetition',
  'meanLogProbability',
  'minLogProbability',
  'reward',
  'advantage',
] as const;
export type ShapeField = (typeof shapeFields)[number];

/** What a token of a response has, beside the fields of its response. Only tokens that carry loss are members. */
export const tokenFields = ['index', 'segmentIndex', 'logProbability', 'thinking'] as const;
export type TokenField = (typeof tokenFields)[number];

export type AnyField = ShapeField | TokenField;

export const isTokenField = (name: string): name is TokenField =>
  (tokenFields as readonly string[]).includes(name);

export interface FieldDescription {
  /** `flag` is 0 or 1 in rows and a boolean in a shape that is written as a function. */
  readonly type: 'number' | 'flag';
  readonly description: string;
  readonly unit?: string;
  /** Least and greatest possible value; lMax stands for the response cap. */
  readonly range: readonly [least: number, most: number | 'lMax'];
  /** Whether every value is whole. */
  readonly whole?: boolean;
  /** Absent: every shape may read it. `advantage`: advantages and the credit of tokens may; `credit`: that alone. */
  readonly only?: 'advantage' | 'credit';
}

export const fieldTable: Readonly<Record<AnyField, FieldDescription>> = {
  tokens: {
    type: 'number',
    description: 'Length of the response, with or without the prefill as `response.prefillInLength` says.',
    unit: 'tokens',
    range: [0, 'lMax'],
    whole: true,
  },
  thinkingTokens: {
    type: 'number',
    description: 'Tokens before the closing reasoning tag, counted like `tokens`.',
    unit: 'tokens',
    range: [0, 'lMax'],
    whole: true,
  },
  answerTokens: {
    type: 'number',
    description: 'Tokens from the closing reasoning tag on: `tokens - thinkingTokens`.',
    unit: 'tokens',
    range: [0, 'lMax'],
    whole: true,
  },
  correct: { type: 'flag', description: 'Whether the answer is right.', range: [0, 1], whole: true },
  formatted: {
    type: 'flag',
    description: 'Whether the reasoning is closed and an answer follows.',
    range: [0, 1],
    whole: true,
  },
  truncated: {
    type: 'flag',
    description: 'Whether the response ended at its cap.',
    range: [0, 1],
    whole: true,
  },
  budget: {
    type: 'number',
    description: 'Token budget of the tier.',
    unit: 'tokens',
    range: [1, Number.MAX_SAFE_INTEGER],
    whole: true,
  },
  tier: {
    type: 'number',
    description: 'Index of the tier, from 0.',
    range: [0, Number.MAX_SAFE_INTEGER],
    whole: true,
  },
  mode: {
    type: 'number',
    description: '1 when the response thinks, 0 when it closes its reasoning at once.',
    range: [0, 1],
    whole: true,
  },
  lMax: {
    type: 'number',
    description: 'Most tokens of a response: `response.maxTokens`.',
    unit: 'tokens',
    range: [1, Number.MAX_SAFE_INTEGER],
    whole: true,
  },
  step: {
    type: 'number',
    description: 'Training step, from 1.',
    unit: 'steps',
    range: [1, 999_999],
    whole: true,
  },
  progress: { type: 'number', description: 'Share of the run that is done: step / steps.', range: [0, 1] },
  repetition: {
    type: 'number',
    description: 'Share of repeated 4-grams among the sampled tokens: 1 - distinct / all; 0 below 4 tokens.',
    range: [0, 1],
  },
  meanLogProbability: {
    type: 'number',
    description: 'Mean log-probability of the sampled tokens under the sampler.',
    unit: 'nats',
    range: [Number.NEGATIVE_INFINITY, 0],
  },
  minLogProbability: {
    type: 'number',
    description: 'Least log-probability of a sampled token under the sampler.',
    unit: 'nats',
    range: [Number.NEGATIVE_INFINITY, 0],
  },
  reward: {
    type: 'number',
    description: 'The reward that the trajectory got.',
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    only: 'advantage',
  },
  advantage: {
    type: 'number',
    description: 'The advantage of the whole response.',
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    only: 'credit',
  },
  index: {
    type: 'number',
    description: 'Place of a token among those of its response that carry loss, from 0.',
    unit: 'tokens',
    range: [0, 'lMax'],
    whole: true,
  },
  segmentIndex: {
    type: 'number',
    description: 'Number of the segment of its response that a token stands in, from 0.',
    unit: 'segments',
    range: [0, 'lMax'],
    whole: true,
  },
  logProbability: {
    type: 'number',
    description: 'Log-probability of a token under the sampler.',
    unit: 'nats',
    range: [Number.NEGATIVE_INFINITY, 0],
  },
  thinking: {
    type: 'flag',
    description: 'Whether a token stands before the closing reasoning tag.',
    range: [0, 1],
    whole: true,
  },
};
