// What a pilot measured, the budgets that follow from it, and what tiers would change. Pure: equal measurements give equal tiers.
import type { EvaluationMode } from './definition.js';

/** `pilot.json`. Shares are of responses, tokens are response tokens. */
export interface Pilot {
  readonly format: 1;
  /** Content key of all that it depends on. */
  readonly key: string;
  readonly dataset: string;
  readonly mode: EvaluationMode;
  readonly problems: number;
  readonly rollouts: number;
  readonly solveRate: number;
  readonly meanTokens: number;
  readonly truncatedShare: number;
  /** Problems by how often they were solved, hardest first. */
  readonly difficulty: readonly PilotClass[];
  /** How many responses had which length, ascending. */
  readonly lengths: readonly PilotLength[];
  /** What the plan's tiers would change; in the folder of a run only. */
  readonly tiers?: readonly TierPrediction[];
  /** What the predictions take for granted. */
  readonly assumptions?: readonly string[];
}

/** `never` 0, `seldom` up to a third, `sometimes` up to two thirds, `mostly` below 1, `always` 1: shares of right responses. */
export type SolveClass = 'never' | 'seldom' | 'sometimes' | 'mostly' | 'always';

export interface PilotClass {
  readonly solved: SolveClass;
  readonly problems: number;
  readonly meanTokens: number;
  /** Of right responses; absent where there are none. */
  readonly meanRightTokens?: number;
}

export interface PilotLength {
  readonly tokens: number;
  readonly right: number;
  readonly wrong: number;
}

export interface TierPrediction {
  readonly budget: number;
  /** Share of all tokens that a cap at the budget saves. */
  readonly tokensSaved: number;
  /** Share of the responses that are right and longer than the budget. */
  readonly accuracyAtRisk: number;
}

export const pilotAssumptions: readonly string[] = [
  'A response that is longer than the budget ends there, and counts as wrong.',
  'Every other response stays as the base policy gave it: what training teaches is not in these numbers.',
];

/** What a cap at each budget would change in the responses of the pilot. */
export const predictTiers = (
  { lengths }: Pick<Pilot, 'lengths'>,
  budgets: readonly number[],
): readonly TierPrediction[] => {
  const total = (value: (of: PilotLength) => number): number =>
    lengths.reduce((sum, of) => sum + value(of), 0);
  const responses = total(({ right, wrong }) => right + wrong);
  const tokens = total(({ tokens: length, right, wrong }) => length * (right + wrong));
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return budgets.map((budget) => ({
    budget,
    tokensSaved: share(
      total(({ tokens: length, right, wrong }) => Math.max(0, length - budget) * (right + wrong)),
      tokens,
    ),
    accuracyAtRisk: share(
      total(({ tokens: length, right }) => (length > budget ? right : 0)),
      responses,
    ),
  }));
};

export interface BudgetOptions {
  /** How many budgets. */
  readonly count: number;
  /** Budgets are multiples of it. */
  readonly roundTo: number;
  /** No budget is above it. */
  readonly most: number;
}

/**
 * Ascending budgets: the quantiles (i + 1/2) / count of the lengths of right responses, scaled to their mean, rounded so that
 * the mean stays (largest remainders first). Undefined where the right responses are too few, or too much alike, for so many.
 */
export function pilotBudgets(
  { lengths }: Pick<Pilot, 'lengths'>,
  { count, roundTo, most }: BudgetOptions,
): readonly number[] | undefined {
  const right = lengths.filter((one) => one.right > 0);
  const responses = right.reduce((sum, one) => sum + one.right, 0);
  if (responses < count) return undefined;
  const mean = right.reduce((sum, one) => sum + one.tokens * one.right, 0) / responses;
  const quantiles = Array.from({ length: count }, (_, index) =>
    quantileOf(right, ((index + 0.5) / count) * (responses - 1)),
  );
  const sum = quantiles.reduce((total, value) => total + value, 0);
  const exact = quantiles.map((value) => (value * mean * count) / sum / roundTo);
  const rounded = holdSum(exact);
  const budgets: number[] = [];
  for (const units of rounded) budgets.push(Math.max(units, (budgets.at(-1) ?? 0) + 1));
  const last = (budgets.at(-1) as number) * roundTo;
  return last <= most ? budgets.map((units) => units * roundTo) : undefined;
}

/** The length at a place of the sorted responses, between two of them linearly. */
function quantileOf(right: readonly PilotLength[], place: number): number {
  const at = (index: number): number => {
    let before = 0;
    for (const one of right) {
      before += one.right;
      if (index < before) return one.tokens;
    }
    return right.at(-1)?.tokens ?? 0;
  };
  const below = at(Math.floor(place));
  return below + (at(Math.ceil(place)) - below) * (place - Math.floor(place));
}

/** Whole numbers whose sum is the rounded sum of the values: those with the largest remainders are rounded up. */
function holdSum(values: readonly number[]): readonly number[] {
  const whole = values.map(Math.floor);
  const sum = Math.round(values.reduce((total, value) => total + value, 0));
  const missing = sum - whole.reduce((total, value) => total + value, 0);
  const order = [...values.keys()].sort(
    (a, b) => (values[b] as number) - (whole[b] as number) - ((values[a] as number) - (whole[a] as number)),
  );
  const up = new Set(order.slice(0, missing));
  return whole.map((value, index) => (up.has(index) ? value + 1 : value));
}
