// What the rows of an experiment can hold, as intervals: by tier, and over all tiers.
import { type AnyField, type AnyScope, fieldTable, shapeFields, tokenFields } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { type Interval, infinity, interval, point } from './interval.js';

/** What a row can hold, and the siblings it can have. */
export interface Domain {
  readonly fields: Readonly<Record<AnyField, Interval>>;
  readonly locals: Readonly<Record<string, Interval>>;
  /** Number of members of each scope. */
  readonly sizes: Readonly<Record<AnyScope, Interval>>;
  /** Domain of the rows of a scope; absent where it is this one. */
  readonly members?: Domain;
}

const greatest = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);

/** Rows of any tier. `reward` is what the reward can be, for an advantage. */
export function wholeDomain(
  { tiers, lMax, steps, groupSize, standIns = new Map() }: AnalysisContext,
  reward: Interval = interval(-infinity, infinity),
): Domain {
  const longest = greatest(tiers.map(({ cap }) => cap));
  const budgets = tiers.map(({ budget }) => budget);
  const rollouts = tiers.map((tier) => tier.rollouts);
  const known: Readonly<Partial<Record<AnyField, Interval>>> = {
    tokens: interval(0, longest),
    thinkingTokens: interval(0, longest),
    answerTokens: interval(0, longest),
    budget: interval(least(budgets), greatest(budgets)),
    tier: interval(0, tiers.length - 1),
    lMax: point(lMax),
    step: interval(1, steps),
    progress: interval(1 / steps, 1),
    reward,
    index: interval(0, longest),
    segmentIndex: interval(0, longest),
  };
  return {
    fields: Object.fromEntries(
      [...shapeFields, ...tokenFields].map((name) => [name, known[name] ?? described(name)]),
    ) as unknown as Domain['fields'],
    locals: Object.fromEntries(standIns),
    sizes: {
      group: point(groupSize),
      tier: interval(least(rollouts), greatest(rollouts)),
      batch: interval(groupSize, infinity),
      response: interval(0, longest),
      segment: interval(1, longest),
      position: interval(1, groupSize),
    },
  };
}

function described(name: AnyField): Interval {
  const [from, to] = fieldTable[name].range;
  return interval(from, to === 'lMax' ? infinity : to);
}

/** Rows of one tier, among siblings of all tiers. */
export function tierDomain(context: AnalysisContext, tier: number, reward?: Interval): Domain {
  const members = wholeDomain(context, reward);
  const { budget, cap, rollouts } = context.tiers[tier] as AnalysisContext['tiers'][number];
  const lengths = interval(0, cap);
  return {
    ...members,
    members,
    fields: {
      ...members.fields,
      tokens: lengths,
      thinkingTokens: lengths,
      answerTokens: lengths,
      budget: point(budget),
      tier: point(tier),
    },
    sizes: { ...members.sizes, tier: point(rollouts) },
  };
}
