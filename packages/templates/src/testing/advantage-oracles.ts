// Every advantage a second time, in plain TypeScript over rows, with the default values written out.
import type { Oracle } from './reward-oracles.js';
import type { Row } from './rows.js';
import { clip, least, mean, most, quantile, sigmoid, std, sum } from './statistics.js';

const rewardsOf = (rows: readonly Row[]): number[] => rows.map(({ reward }) => reward);
const right = (rows: readonly Row[]): readonly Row[] => rows.filter((row) => row.correct);
const rate = (rows: readonly Row[]): number => right(rows).length / rows.length;

const grpo: Oracle = ({ reward }, siblings) =>
  (reward - mean(rewardsOf(siblings))) / (std(rewardsOf(siblings)) + 1e-6);

const intra: Oracle = ({ tier, budget, lMax }, siblings) =>
  mean(rewardsOf(siblings.filter((one) => one.tier === tier))) -
  4 * Math.cos((Math.PI * budget) / (2 * lMax));

/** A rollout counts once for each of its tokens. */
function whitenedTokens(values: readonly number[], batch: readonly Row[]): ReadonlyMap<Row, number> {
  const tokens = sum(batch.map((one) => one.tokens));
  const middle = sum(batch.map((one, at) => (one.tokens * (values[at] as number)) / tokens));
  const variance = sum(
    batch.map((one, at) => (one.tokens * ((values[at] as number) - middle) ** 2) / (tokens - 1)),
  );
  return new Map(
    batch.map((one, at) => [one, ((values[at] as number) - middle) / Math.sqrt(variance + 1e-8)]),
  );
}

/** Whitens what a row has, once for the same batch. */
function whitened(of: (batch: readonly Row[]) => readonly number[]): Oracle {
  const known = new WeakMap<readonly Row[], ReadonlyMap<Row, number>>();
  return (row, _, batch) => {
    const values = known.get(batch) ?? whitenedTokens(of(batch), batch);
    known.set(batch, values);
    return values.get(row) as number;
  };
}

const baselined = whitened((batch) =>
  batch.map((row) => row.reward - mean(rewardsOf(batch.filter((one) => one.group === row.group)))),
);

const leaveOneOut: Oracle = (row, siblings) => {
  const others = rewardsOf(siblings.filter((one) => one !== row));
  return others.length === 0 ? 0 : row.reward - mean(others);
};

export const advantageOracles: Readonly<Record<string, Oracle>> = {
  hbpo: (row, siblings, batch) => intra(row, siblings, batch) + grpo(row, siblings, batch),
  'hbpo-released': (row, siblings, batch) => 2 * intra(row, siblings, batch) + grpo(row, siblings, batch),
  grpo,
  'dr-grpo': ({ reward }, siblings) => reward - mean(rewardsOf(siblings)),
  rloo: leaveOneOut,
  'reinforce-plus-plus': whitened(rewardsOf),
  'reinforce-plus-plus-baseline': baselined,
  dler: baselined,
  'grpo-lead': (row, siblings, batch) => {
    const plain = grpo(row, siblings, batch);
    const weight = (x: number): number => 0.4 + 1.1 / (1 + Math.exp(10 * (x - 0.75)));
    return plain * weight(plain > 0 ? rate(siblings) : 1 - rate(siblings));
  },
  twyn: ({ reward }, siblings) => {
    const rights = right(siblings).length;
    const wrongs = siblings.length - rights;
    // The endless right one beats every wrong one and loses to every right one; the empty wrong one loses to all right ones.
    const all = [...rewardsOf(siblings), 10 * (wrongs + 1) - rights, -10 * (rights + 1)];
    return (reward - mean(all)) / (std(all) + 1e-6);
  },
  gfpo: (row, siblings) => {
    const shorter = siblings.filter(({ tokens }) => tokens < row.tokens).length;
    if (shorter >= 8) return 0;
    const eighth = siblings.map(({ tokens }) => tokens).sort((a, b) => a - b)[
      Math.min(8, siblings.length) - 1
    ] as number;
    const kept = rewardsOf(siblings.filter(({ tokens }) => tokens <= eighth));
    return (row.reward - mean(kept)) / (std(kept) + 1e-6);
  },
  adaptthink: ({ reward, mode }) => reward + (mode === 0 ? 0.05 : 0),
  ddca: (row, siblings, batch) => {
    const accuracy = leaveOneOut(row, siblings, batch);
    const known = right(siblings);
    if (!row.correct || known.length < 2) return accuracy;
    const all = known.map(({ tokens }) => tokens);
    const score = ({ tokens }: Row): number => sigmoid((tokens - mean(all)) / (std(all) + 1e-6));
    const others = known.filter((one) => one !== row).map(score);
    return accuracy - 0.2 * rate(siblings) * (score(row) - mean(others));
  },
  qglas: (row, siblings, batch) => {
    const plain = grpo(row, siblings, batch);
    const better = siblings.filter((one) => grpo(one, siblings, batch) > 0);
    const all = rewardsOf(siblings);
    const gap = most(all) - quantile(all, 0.25);
    if (plain <= 0 || gap <= 0) return plain;
    const reference = mean(better.map(({ tokens }) => tokens));
    const short = clip((reference - row.tokens) / reference, 0, 0.5) / 0.5;
    const tight = clip((most(rewardsOf(better)) - least(rewardsOf(better))) / gap, 0, 1);
    return plain + (gap / (std(all) + 1e-6)) * (0.3 + 0.3 * (1 - tight)) * short;
  },
  drpo: (row, siblings) => {
    const rights = right(siblings);
    const wrongs = siblings.filter(({ correct }) => !correct);
    if (rights.length === 0 || wrongs.length === 0) return 0;
    const weight = ({ tokens, lMax }: Row): number => Math.exp((1 - tokens / lMax) / 0.1);
    const likely = ({ meanLogProbability }: Row): number => Math.exp(meanLogProbability / 10);
    return row.correct
      ? (siblings.length * weight(row)) / sum(rights.map(weight))
      : (-siblings.length * likely(row)) / sum(wrongs.map(likely));
  },
};
