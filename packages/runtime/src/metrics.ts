// Metrics of one step.
import {
  average,
  type ResolvedReinforcement,
  type ResolvedTier,
  type StepMetrics,
  type TierMetrics,
  TokenOrigin,
} from '@allot/spec';
import type { RolloutRow, ScoreRow } from '@allot/store';
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
});

export const supervisedMetrics = (
  update: StepUpdate,
  demonstrations: readonly Demonstration[],
): StepMetrics => ({
  ...updateMetrics(update),
  responseTokens: demonstrations.reduce((sum, { origins }) => sum + origins.length, 0),
  entropy: share(update.entropy, update.trainedTokens),
});

export function reinforcementMetrics(
  settings: ResolvedReinforcement,
  update: StepUpdate,
  rows: Pick<StepRows, 'rollouts' | 'scores'>,
): StepMetrics {
  const { tiers, ...means } = rolloutMetrics(settings, rows);
  return {
    ...updateMetrics(update),
    ...means,
    entropy: share(update.entropy, update.trainedTokens),
    clippedShare: share(update.clippedTokens, update.trainedTokens),
    ...(Number.isFinite(update.kl) ? { kl: share(update.kl, update.trainedTokens) } : {}),
    ...update.mismatch,
    ...referenceMetrics(settings, rows.rollouts),
    tiers,
  };
}

/** What the trajectories of a step tell, whatever the policy learned from them. */
export function rolloutMetrics(
  settings: ResolvedReinforcement,
  { rollouts, scores }: Pick<StepRows, 'rollouts' | 'scores'>,
) {
  const tokens = rollouts.map((rollout) => rollout.tokens);
  return {
    responseTokens: tokens.reduce((sum, count) => sum + count, 0),
    meanReward: average(scores.map(({ reward }) => reward)),
    accuracy: average(scores.map(({ correct }) => (correct ? 1 : 0))),
    meanTokens: average(tokens),
    lengthSpread: lengthSpread(rollouts),
    truncatedShare: share(
      rollouts.filter(({ finishReason }) => finishReason === 'length').length,
      rollouts.length,
    ),
    ...(settings.objective.groups && { trainedGroups: trainedGroups(settings, rollouts, scores) }),
    tiers: settings.tiers.map((tier, index) => tierMetrics(tier, index, rollouts, scores)),
  };
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
  return {
    ...(name === undefined ? {} : { name }),
    budget,
    accuracy: average(rows.map((row) => (scores[row]?.correct ? 1 : 0))),
    meanTokens: average(rows.map((row) => rollouts[row]?.tokens ?? 0)),
    meanReward: average(rows.map((row) => scores[row]?.reward ?? 0)),
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

/** Mean over groups of the sample standard deviation of lengths; groups of one do not count. */
function lengthSpread(rollouts: readonly RolloutRow[]): number {
  const groups = groupRows(rollouts);
  const spreads = [...groups.values()].filter((rows) => rows.length > 1).map(sampleDeviation);
  return average(spreads);
}

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
