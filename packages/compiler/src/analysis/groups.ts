// Groups of rollouts for shapes that look at siblings: plain cases, and random ones from a fixed seed.
import { type Expression, evaluateShape, type ShapeField, type ShapeRows } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { standInValue } from './stand-ins.js';

/** How a group is made up; the lengths of each kind differ from group to group. */
export type GroupKind = 'all-wrong' | 'all-right' | 'one-right' | 'one-wrong' | 'mixed';

export interface GroupSample {
  readonly rows: ShapeRows & { readonly fields: Readonly<Record<ShapeField, Float64Array>> };
  /** Kind of the group of every row. */
  readonly kinds: readonly GroupKind[];
  readonly groups: number;
  readonly resolution: string;
}

interface Member {
  readonly tier: number;
  readonly tokens: number;
  readonly correct: boolean;
}

const kindsInTurn: readonly GroupKind[] = [
  'all-wrong',
  'all-right',
  'one-right',
  'one-wrong',
  'mixed',
  'mixed',
];
const GROUPS = 96;

/** Tier of every rollout of a group. */
export const layoutOf = ({ tiers, groupSize }: AnalysisContext): readonly number[] => {
  const layout = tiers.flatMap(({ rollouts }, tier) => Array.from({ length: rollouts }, () => tier));
  return layout.length > 0 ? layout : Array.from({ length: groupSize }, () => 0);
};

export function sampleGroups(context: AnalysisContext): GroupSample {
  const layout = layoutOf(context);
  const random = drawing();
  const members: Member[] = [];
  const kinds: GroupKind[] = [];
  for (let group = 0; group < GROUPS; group++) {
    const kind = kindsInTurn[group % kindsInTurn.length] as GroupKind;
    const spread = spreads[Math.floor(group / kindsInTurn.length) % spreads.length] as Spread;
    const special = Math.floor(random() * layout.length);
    for (const [index, tier] of layout.entries()) {
      const { cap, budget } = context.tiers[tier] as AnalysisContext['tiers'][number];
      const correct = isRight(kind, index === special, random());
      const inBudget = kind === 'one-right' && correct;
      members.push({ tier, correct, tokens: spread(inBudget ? budget : cap, index, random()) });
      kinds.push(kind);
    }
  }
  return {
    rows: rowsOf(members, layout.length, context, random),
    kinds,
    groups: GROUPS,
    resolution: `${GROUPS} groups of ${layout.length}`,
  };
}

const isRight = (kind: GroupKind, special: boolean, chance: number): boolean =>
  ({
    'all-wrong': false,
    'all-right': true,
    'one-right': special,
    'one-wrong': !special,
    mixed: chance < 0.5,
  })[kind];

/** How lengths lie: up to `cap` tokens, for a member by its place and a random number. */
type Spread = (cap: number, index: number, chance: number) => number;
const spreads: readonly Spread[] = [
  (cap) => Math.min(cap, 8),
  (cap, _, chance) => Math.round(chance * cap),
  (cap) => cap,
  (cap, index) => (index === 0 ? cap : Math.min(cap, 8)),
  (cap, index) => (index === 0 ? 0 : Math.round(0.9 * cap)),
  (cap, _, chance) => Math.round(chance ** 3 * cap),
  (cap, _, chance) => Math.round((chance < 0.5 ? 0.2 : 0.8) * cap),
  () => 0,
];

/** Members in groups of `size`, in order; fields that do not follow from a member are drawn. */
export function rowsOf(
  members: readonly Member[],
  size: number,
  { tiers, lMax, steps, standIns = new Map() }: AnalysisContext,
  random: () => number,
): GroupSample['rows'] {
  const column = (value: (member: Member, row: number) => number): Float64Array =>
    Float64Array.from(members, value);
  const tierOf = ({ tier }: Member) => tiers[tier] as AnalysisContext['tiers'][number];
  const tokens = column((member) => member.tokens);
  const thinkingTokens = column((member) => Math.round(member.tokens * (0.5 + random() / 2)));
  const when = [1, Math.ceil(steps / 2), steps];
  const step = column((_, row) => when[Math.floor(row / size) % when.length] as number);
  return {
    length: members.length,
    group: column((_, row) => Math.floor(row / size)),
    fields: {
      tokens,
      thinkingTokens,
      answerTokens: tokens.map((all, row) => all - (thinkingTokens[row] as number)),
      correct: column(({ correct }) => Number(correct)),
      formatted: column(({ correct }) => Number(correct || random() < 0.8)),
      truncated: column((member) => Number(!member.correct && member.tokens === tierOf(member).cap)),
      budget: column((member) => tierOf(member).budget),
      tier: column(({ tier }) => tier),
      mode: column(() => Number(random() < 0.8)),
      lMax: column(() => lMax),
      step,
      progress: step.map((value) => value / steps),
      repetition: column(() => random() ** 2),
      meanLogProbability: column(() => -2 * random()),
      minLogProbability: column(() => -2 - 10 * random()),
      reward: new Float64Array(members.length),
      advantage: new Float64Array(members.length),
    },
    locals: Object.fromEntries(
      [...standIns].map(([name, range]) => [name, column(() => standInValue(range, withEnds(random())))]),
    ),
  };
}

/** A share of 0 or of 1 now and then. */
const withEnds = (share: number): number => (share < 0.15 ? 0 : share > 0.85 ? 1 : share);

/** The sample with the rewards that its rollouts get. */
export const withReward = (sample: GroupSample, reward: Expression): GroupSample => ({
  ...sample,
  rows: { ...sample.rows, fields: { ...sample.rows.fields, reward: evaluateShape(reward, sample.rows) } },
});

/** The sample with the advantages that its rollouts have. */
export const withAdvantage = (sample: GroupSample, advantage: Expression): GroupSample => ({
  ...sample,
  rows: {
    ...sample.rows,
    fields: { ...sample.rows.fields, advantage: evaluateShape(advantage, sample.rows) },
  },
});

/** Uniform numbers in [0, 1), the same ones every time (Tommy Ettinger's mulberry32). */
export function drawing(): () => number {
  let state = 15_844;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
