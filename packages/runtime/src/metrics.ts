// Metrics of one step.
import {
  average,
  type ResolvedReinforcement,
  type ResolvedTier,
  type StepMetrics,
  type TierMetrics,
  TokenOrigin,
} from '@allot/spec';
import type { AdvantageRow, RolloutRow, ScoreRow } from '@allot/store';
import type { Demonstration } from '@allot/tasks';
import { divergence } from './stages/reference.js';
import type { StepUpdate } from './stages/step-update.js';
import { trainedRows } from './stages/trained-rows.js';
import type { StepRows } from './step-files.js';

const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);

/** What the optimizer reports; entropy is the mean over trained tokens, in nats. */
const updateMetrics = (update: StepUpdate) => ({
  loss: update.loss,
  gradientNorm: update.gradientNorm,
  learningRate: update.learningRate,
  ...(update.skipped !== undefined && { skippedUpdates: update.skipped }),
});

/** A step whose optimizer steps were all skipped has none. */
const hasTokens = ({ skipped, trainedTokens }: StepUpdate): boolean =>
  skipped === undefined || trainedTokens > 0;

export const supervisedMetrics = (
  update: StepUpdate,
  demonstrations: readonly Demonstration[],
): StepMetrics => ({
  ...updateMetrics(update),
  responseTokens: demonstrations.reduce((sum, { origins }) => sum + origins.length, 0),
  ...(hasTokens(update) && { entropy: share(update.entropy, update.trainedTokens) }),
});

export function reinforcementMetrics(
  settings: ResolvedReinforcement,
  update: StepUpdate,
  rows: StepRows,
): StepMetrics {
  const { tiers, ...means } = rolloutMetrics(settings, rows);
  return {
    ...updateMetrics(update),
    ...means,
    ...(hasTokens(update) && {
      entropy: share(update.entropy, update.trainedTokens),
      clippedShare: share(update.clippedTokens, update.trainedTokens),
      ...(Number.isFinite(update.kl) ? { kl: share(update.kl, update.trainedTokens) } : {}),
    }),
    ...update.mismatch,
    ...referenceMetrics(settings, rows.rollouts),
    tiers,
  };
}

/** What the trajectories of a step tell, whatever the policy learned from them. */
export function rolloutMetrics(settings: ResolvedReinforcement, { rollouts, scores, advantages }: StepRows) {
  const tokens = rollouts.map((rollout) => rollout.tokens);
  return {
    responseTokens: tokens.reduce((sum, count) => sum + count, 0),
    meanReward: average(scores.map(({ reward }) => reward)),
    accuracy: average(scores.map(({ correct }) => (correct ? 1 : 0))),
    meanTokens: average(tokens),
    lengthSpread: average(groupSpreads(rollouts)),
    truncatedShare: share(
      rollouts.filter(({ finishReason }) => finishReason === 'length').length,
      rollouts.length,
    ),
    ...withoutThinking(settings, rollouts),
    ...(settings.objective.groups && { trainedGroups: trainedGroups(settings, rollouts, scores) }),
    tiers: settings.tiers.map((tier, index) => ({
      ...tierMetrics(tier, index, rollouts, scores),
      ...tierSignal(index, rollouts, advantages),
    })),
  };
}

function withoutThinking(
  { response }: ResolvedReinforcement,
  rollouts: readonly RolloutRow[],
): Pick<StepMetrics, 'withoutThinkingShare'> {
  if (response.reasoningClose === '') return {};
  const hasty = rollouts.filter(({ thinkingTokens }) => thinkingTokens === 0).length;
  return { withoutThinkingShare: share(hasty, rollouts.length) };
}

/** What of the step's advantages stands in a tier; `advantages` are in the order of the rollouts. */
function tierSignal(
  tier: number,
  rollouts: readonly RolloutRow[],
  advantages: readonly AdvantageRow[],
): Pick<TierMetrics, 'signalShare'> {
  const sizes = advantages.map(({ advantage, tokenAdvantages }) =>
    tokenAdvantages ? average(Array.from(tokenAdvantages, Math.abs)) : Math.abs(advantage),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const own = sizes.reduce((sum, size, row) => (rollouts[row]?.tier === tier ? sum + size : sum), 0);
  return total === 0 ? {} : { signalShare: own / total };
}

const trainedGroups = (
  settings: ResolvedReinforcement,
  rollouts: readonly RolloutRow[],
  scores: readonly ScoreRow[],
): number => new Set(trainedRows(settings, rollouts, scores).map((row) => rollouts[row]?.groupId)).size;

/** The divergence from the base policy, with `objective.kl` only. */
function referenceMetrics(
  { objective: { kl } }: ResolvedReinforcement,
  rollouts: readonly RolloutRow[],
): Pick<StepMetrics, 'referenceKl'> {
  if (!kl) return {};
  const total = (value: (row: RolloutRow) => number): number =>
    rollouts.reduce((sum, row) => sum + value(row), 0);
  return {
    referenceKl: share(
      total((row) => divergence(kl.estimator, row)),
      total(sampledTokens),
    ),
  };
}

const sampledTokens = ({ tokenOrigins }: RolloutRow): number =>
  tokenOrigins.filter((origin) => origin === TokenOrigin.sampled).length;

function tierMetrics(
  { name, budget }: ResolvedTier,
  tier: number,
  rollouts: readonly RolloutRow[],
  scores: readonly ScoreRow[],
): TierMetrics {
  const rows = [...rollouts.keys()].filter((row) => rollouts[row]?.tier === tier);
  const spreads = groupSpreads(rows.map((row) => rollouts[row] as RolloutRow));
  return {
    ...(name === undefined ? {} : { name }),
    budget,
    accuracy: average(rows.map((row) => (scores[row]?.correct ? 1 : 0))),
    meanTokens: average(rows.map((row) => rollouts[row]?.tokens ?? 0)),
    meanReward: average(rows.map((row) => scores[row]?.reward ?? 0)),
    ...(spreads.length > 0 && { lengthSpread: average(spreads) }),
    ...componentMeans(rows.map((row) => scores[row]?.components ?? {})),
  };
}

function componentMeans(
  components: readonly Readonly<Record<string, number>>[],
): Pick<TierMetrics, 'components'> {
  const names = Object.keys(components[0] ?? {});
  if (names.length === 0) return {};
  const means = names.map((name) => [name, average(components.map((values) => values[name] ?? 0))] as const);
  return { components: Object.fromEntries(means) };
}

/** Sample standard deviation of the lengths of each group; groups of one do not count. */
const groupSpreads = (rollouts: readonly RolloutRow[]): number[] =>
  [...groupRows(rollouts).values()].filter((rows) => rows.length > 1).map(sampleDeviation);

function groupRows(rollouts: readonly RolloutRow[]): Map<string, RolloutRow[]> {
  const groups = new Map<string, RolloutRow[]>();
  for (const row of rollouts) {
    const group = groups.get(row.groupId);
    if (group) group.push(row);
    else groups.set(row.groupId, [row]);
  }
  return groups;
}

function sampleDeviation(rows: readonly RolloutRow[]): number {
  const mean = average(rows.map(({ tokens }) => tokens));
  const squares = rows.reduce((sum, { tokens }) => sum + (tokens - mean) ** 2, 0);
  return Math.sqrt(squares / (rows.length - 1));
}
