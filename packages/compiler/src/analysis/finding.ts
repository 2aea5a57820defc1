// What an analysis finds: data with a code, its numbers, and how surely it is known.
import type { Severity } from '@allot/spec';

/** How a finding was settled. `exact`: it holds for every row that is possible, or a row shows it. */
export type Settled =
  | { readonly how: 'exact'; readonly by: 'every length' | 'interval arithmetic' | 'its form' | 'an example' }
  | { readonly how: 'sampled'; readonly resolution: string };

/** Lengths are in tokens; `from` and `to` are included. */
interface Details {
  readonly 'shape/bounds': { readonly tiers: readonly TierBounds[] };
  readonly 'shape/crossings': { readonly crossings: readonly Crossing[] };
  readonly 'shape/wrong-beats-right': { readonly tiers: readonly Overtaking[] };
  readonly 'shape/right-falls-below-wrong': { readonly tiers: readonly Overtaking[] };
  readonly 'shape/collapse-risk': { readonly tiers: readonly Fall[] };
  readonly 'shape/jump-at-budget': { readonly tiers: readonly Jump[] };
  readonly 'shape/falls-inside-budget': { readonly tiers: readonly Fall[] };
  readonly 'shape/rises-past-budget': { readonly tiers: readonly Fall[] };
  readonly 'shape/flat-past-budget': { readonly tiers: readonly { readonly budget: number }[] };
  readonly 'shape/tiers-never-cross': { readonly pairs: readonly NeverCross[] };
  readonly 'shape/tiers-out-of-order': { readonly pairs: readonly OutOfOrder[] };
  readonly 'shape/unreachable': { readonly test: string; readonly always: boolean };
  readonly 'shape/cannot-fire': { readonly test: string; readonly limit?: Limit };
  readonly 'shape/not-a-number': { readonly part: string; readonly value: number; readonly where: string };
  readonly 'shape/divides-by-zero': { readonly part: string; readonly value: number; readonly where: string };
  readonly 'shape/parameter-without-effect': { readonly parameter: string };
  readonly 'shape/budget-unread': { readonly budgets: readonly number[] };
  readonly 'shape/negative-advantage-of-right': { readonly tiers: readonly LeastAdvantage[] };
  readonly 'shape/right-below-siblings': { readonly tiers: readonly LeastAdvantage[] };
  readonly 'shape/moves-all-wrong-group': { readonly tiers: readonly Pushed[] };
}

export type Range = readonly [least: number, most: number];

interface TierBounds {
  readonly budget: number;
  readonly right: Range;
  readonly wrong: Range;
}

/** From `tokens` on, the larger budget earns more; or the smaller, where `larger` is false. */
export interface Crossing {
  readonly budgets: readonly [smaller: number, larger: number];
  readonly tokens: number;
  readonly larger: boolean;
}

/** Right answers of `from` to `to` tokens earn less than `wrong`, the most that a wrong answer earns. */
export interface Overtaking {
  readonly budget: number;
  readonly cap: number;
  readonly from: number;
  readonly to: number;
  /** Where both earn the same, between `from` and the length before it. */
  readonly meets: number;
  readonly right: number;
  readonly wrong: number;
  /** Length of that wrong answer. */
  readonly wrongTokens: number;
}

export interface Jump {
  readonly budget: number;
  /** Reward at the budget, and one token past it. */
  readonly at: number;
  readonly past: number;
}

/** The greatest change of a right answer's reward in the direction that was not asked for. */
export interface Fall {
  readonly budget: number;
  readonly from: number;
  readonly to: number;
  readonly change: number;
}

export interface NeverCross {
  readonly budgets: readonly [smaller: number, larger: number];
  readonly better: number;
}

export interface OutOfOrder {
  readonly budgets: readonly [smaller: number, larger: number];
  /** A length at which the wrong one of the two earns more. */
  readonly tokens: number;
}

/** The largest possible number of standard deviations from the mean, and the group that a rule needs. */
export interface Limit {
  readonly deviations: number;
  readonly size: number;
  readonly possible: number;
  readonly needed: number;
}

export interface LeastAdvantage {
  readonly budget: number;
  readonly tokens: number;
  readonly advantage: number;
}

export interface Pushed {
  readonly budget: number;
  readonly advantage: Range;
}

export type ShapeCode = keyof Details;

/** Members of every finding; a union over codes, so that a code tells its details. */
export type ShapeFinding<Code extends ShapeCode = ShapeCode> = {
  readonly [C in Code]: {
    readonly code: C;
    readonly severity: Severity;
    readonly settled: Settled;
  } & Details[C];
}[Code];

export const everyLength: Settled = { how: 'exact', by: 'every length' };
export const byExample: Settled = { how: 'exact', by: 'an example' };
export const byInterval: Settled = { how: 'exact', by: 'interval arithmetic' };
