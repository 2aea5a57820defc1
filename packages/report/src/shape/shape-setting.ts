// The setting in which a shape is drawn: tiers, cap, and one stated reference for everything but length and tier.
import { fieldTable, type ResponseTokens, type ShapeField } from '@allot/spec';

export interface ShapeSetting {
  /** Budgets of the tiers in tokens, ascending. */
  readonly budgets: readonly number[];
  /** Most tokens of a response. */
  readonly lMax: number;
}

/** A rollout of the drawing. */
export interface DrawnRollout {
  readonly tokens: number;
  readonly correct: boolean;
  /** Index of its tier. */
  readonly tier: number;
}

/** Values that the drawing holds fixed. A response that ends at the cap is not drawn as truncated. */
const fixed = {
  formatted: 1,
  truncated: 0,
  mode: 1,
  step: 1000,
  progress: 1,
  repetition: 0,
  meanLogProbability: -0.5,
  minLogProbability: -5,
  advantage: 1,
} as const satisfies Partial<Record<ShapeField, number>>;

const isFixed = (field: ShapeField): field is keyof typeof fixed => Object.hasOwn(fixed, field);

/** A field of a drawn rollout, all of whose tokens are thinking; its reward comes from elsewhere. */
export function drawnField(
  field: Exclude<ShapeField, 'reward'>,
  rollout: DrawnRollout,
  setting: ShapeSetting,
): number {
  if (isFixed(field)) return fixed[field];
  switch (field) {
    case 'tokens':
      return rollout.tokens;
    case 'thinkingTokens':
      return rollout.tokens;
    case 'answerTokens':
      return 0;
    case 'correct':
      return Number(rollout.correct);
    case 'budget':
      return setting.budgets[rollout.tier] as number;
    case 'tier':
      return rollout.tier;
    case 'lMax':
      return setting.lMax;
  }
}

/** Tokens of a segment in the drawing. */
const SEGMENT = 64;

/** The tokens of drawn rollouts: as likely as the mean of a response, all of them thinking, in segments of 64. */
export function drawnTokens(rollouts: readonly DrawnRollout[]): ResponseTokens {
  const row = new Int32Array(rollouts.reduce((sum, { tokens }) => sum + tokens, 0));
  const index = new Float64Array(row.length);
  let at = 0;
  for (const [own, { tokens }] of rollouts.entries())
    for (let place = 0; place < tokens; place++, at++) {
      row[at] = own;
      index[at] = place;
    }
  return {
    row,
    fields: {
      index,
      segmentIndex: index.map((place) => Math.floor(place / SEGMENT)),
      logProbability: index.map(() => fixed.meanLogProbability),
      thinking: index.map(() => 1),
    },
  };
}

/** Every number from outside in the drawing. */
export const DRAWN_SIGNAL = 1;

/** Siblings of the drawn rollout: in every tier, right answers at half and three quarters of the budget, a wrong one at it. */
export const referenceSiblings = ({ budgets }: ShapeSetting): readonly DrawnRollout[] =>
  budgets.flatMap((budget, tier) => [
    { tier, tokens: Math.round(budget / 2), correct: true },
    { tier, tokens: Math.round((3 * budget) / 4), correct: true },
    { tier, tokens: budget, correct: false },
  ]);

/** What is held fixed, in words, for the fields that a shape reads; undefined when that is nothing. */
export function describeFixed(
  fields: readonly ShapeField[],
  {
    siblingsOf,
    reward,
    signals,
  }: {
    readonly siblingsOf: ShapeSetting | undefined;
    readonly reward: string | undefined;
    /** Names of the signals that it reads. */
    readonly signals: readonly string[];
  },
): string | undefined {
  const values = fields.flatMap((field) => {
    if (!isFixed(field)) return [];
    const value: number = fixed[field];
    const text =
      fieldTable[field].type === 'flag' ? String(value === 1) : String(value).replace('-', '\u2212');
    return [`${field} ${text}`];
  });
  const parts = [
    ...(reward === undefined ? [] : [`The reward is ${reward}.`]),
    ...(siblingsOf ? [siblingsInWords(siblingsOf)] : []),
    ...(values.length + signals.length > 0
      ? [`Held fixed: ${[...values, ...signals.map((name) => `${name} ${DRAWN_SIGNAL}`)].join(', ')}.`]
      : []),
  ];
  return parts.length > 0 ? parts.join(' ') : undefined;
}

const siblingsInWords = ({ budgets }: ShapeSetting): string =>
  `One rollout of a group; its siblings in every tier (${budgets.join(', ')}) are right at half and at three quarters of the budget, and wrong at the budget.`;
