// Analyses a reward or an advantage before anything is run: what it pays for, and where it breaks.
import { type Expression, somePart } from '@allot/spec';
import { findAroundBudget } from './around-budget.js';
import { findCannotFire } from './cannot-fire.js';
import type { AnalysisContext } from './context.js';
import { findCrossings } from './crossings.js';
import { curvesOf } from './curves.js';
import { wholeDomain } from './domain.js';
import type { ShapeFinding } from './finding.js';
import { sampleGroups, withReward } from './groups.js';
import { findInGroups } from './in-groups.js';
import { intervalOf } from './interval-of.js';
import { findNotFinite } from './not-finite.js';
import { findIdleParameters } from './parameters.js';
import { findBounds } from './reward-bounds.js';
import { findOvertaking } from './right-and-wrong.js';
import { fromGroups, sampleReward } from './sample.js';
import { readsField } from './slices.js';
import { findUnreachable } from './unreachable.js';

export type AnalysedShape =
  | { readonly kind: 'reward'; readonly expression: Expression }
  /** `reward`: what the rollouts of a group get. */
  | { readonly kind: 'advantage'; readonly expression: Expression; readonly reward: Expression };

/** Everything that is found, each with its numbers; what breaks before what teaches. */
export const analyzeShape = (shape: AnalysedShape, context: AnalysisContext): ShapeFinding[] =>
  shape.kind === 'reward'
    ? analyzeReward(shape.expression, context)
    : analyzeAdvantage(shape.reward, shape.expression, context);

/** Where the reward breaks, no more is said of its curves. */
export function analyzeReward(reward: Expression, context: AnalysisContext): ShapeFinding[] {
  const sample = sampleReward(reward, context);
  const broken = findNotFinite(reward, context, sample);
  const inside = [
    ...broken,
    ...findUnreachable(reward, context, sample),
    ...findCannotFire(reward, context, sample),
    ...findIdleParameters(reward, sample),
  ];
  if (broken.some(({ severity }) => severity === 'error')) return inside;
  const curves = curvesOf(reward, context);
  return [
    ...inside,
    ...findOvertaking(curves, context, readsTier(reward)),
    ...findAroundBudget(curves, context, readsTier(reward)),
    ...findCrossings(curves, context),
    ...(readsLength(reward) ? findBounds(curves, context) : []),
  ];
}

export function analyzeAdvantage(
  reward: Expression,
  advantage: Expression,
  context: AnalysisContext,
): ShapeFinding[] {
  const groups = withReward(sampleGroups(context), reward);
  const sample = fromGroups(groups);
  const rewards = intervalOf(reward, wholeDomain(context));
  const broken = findNotFinite(advantage, context, sample, rewards);
  const inside = [
    ...broken,
    ...findUnreachable(advantage, context, sample, rewards),
    ...findCannotFire(advantage, context, sample),
    ...findIdleParameters(advantage, sample),
    ...findUnreadBudget(reward, advantage, context),
  ];
  if (broken.some(({ severity }) => severity === 'error')) return inside;
  return [...inside, ...findInGroups(reward, advantage, context, groups)];
}

const readsLength = (expression: Expression): boolean =>
  readsField(expression, 'tokens', 'thinkingTokens', 'answerTokens');

const readsTier = (expression: Expression): boolean =>
  readsField(expression, 'budget', 'tier') ||
  somePart(expression, (part) => part.kind === 'reduce' && part.scope === 'tier');

/** Budgets that neither the shapes nor the policy get to see. */
function findUnreadBudget(
  reward: Expression,
  advantage: Expression,
  { tiers }: AnalysisContext,
): ShapeFinding[] {
  const hidden = tiers.every(({ told }) => told === false);
  const binds = tiers.some(({ budget, cap }) => budget < cap);
  if (!hidden || !binds || readsTier(reward) || readsTier(advantage)) return [];
  const budgets = tiers.map(({ budget }) => budget);
  const severity = tiers.length > 1 ? 'warning' : 'info';
  return [{ code: 'shape/budget-unread', severity, settled: { how: 'exact', by: 'its form' }, budgets }];
}
