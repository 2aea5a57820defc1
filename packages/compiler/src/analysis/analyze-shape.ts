// Analyses a reward or an advantage before anything is run: what it pays for, and where it breaks.
import { type Expression, holds, shape, somePart } from '@allot/spec';
import { findAroundBudget } from './around-budget.js';
import { findCannotFire } from './cannot-fire.js';
import type { AnalysisContext } from './context.js';
import { findCrossings } from './crossings.js';
import { curvesOf } from './curves.js';
import { wholeDomain } from './domain.js';
import type { ShapeFinding } from './finding.js';
import { sampleGroups, withAdvantage, withReward } from './groups.js';
import { findInGroups } from './in-groups.js';
import type { Interval } from './interval.js';
import { intervalOf } from './interval-of.js';
import { findNotFinite } from './not-finite.js';
import { findIdleParameters } from './parameters.js';
import { findBounds } from './reward-bounds.js';
import { findOvertaking } from './right-and-wrong.js';
import { fromGroups, type Sample, sampleReward } from './sample.js';
import { readsField } from './slices.js';
import { standInContext, withStandIns } from './stand-ins.js';
import { findUnreachable } from './unreachable.js';

export type AnalysedShape =
  | { readonly kind: 'reward'; readonly expression: Expression }
  /** `reward`: what the rollouts of a group get. */
  | { readonly kind: 'advantage'; readonly expression: Expression; readonly reward: Expression }
  /** What the tokens of responses with this advantage get. */
  | CreditOfTokens
  | CutOfResponses;

/** Which responses are cut, and to how many tokens, from the group as sampled. */
interface CutOfResponses {
  readonly kind: 'cut';
  readonly to: Expression;
  readonly when: Expression;
  readonly atLeast: number;
}

interface CreditOfTokens {
  readonly kind: 'credit';
  readonly expression: Expression;
  readonly reward: Expression;
  readonly advantage: Expression;
}

/** Everything that is found, each with its numbers; what breaks before what teaches. */
export function analyzeShape(analysed: AnalysedShape, context: AnalysisContext): ShapeFinding[] {
  switch (analysed.kind) {
    case 'reward':
      return analyzeReward(analysed.expression, context);
    case 'advantage':
      return analyzeAdvantage(analysed.reward, analysed.expression, context);
    case 'credit':
      return analyzeCredit(analysed, context);
    case 'cut':
      return analyzeCut(analysed, context);
  }
}

/** Where the reward breaks, no more is said of its curves. */
export function analyzeReward(given: Expression, around: AnalysisContext): ShapeFinding[] {
  const reward = withStandIns(given);
  const context = standInContext([given], around);
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
  paid: Expression,
  given: Expression,
  around: AnalysisContext,
): ShapeFinding[] {
  const [reward, advantage] = [withStandIns(paid), withStandIns(given)];
  const context = standInContext([paid, given], around);
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

/** Where it breaks, what of it is never reached, and what has no effect. */
function analyzeCredit(credit: CreditOfTokens, around: AnalysisContext): ShapeFinding[] {
  const given = [credit.reward, credit.advantage, credit.expression];
  const [reward, advantage, expression] = given.map(withStandIns) as [Expression, Expression, Expression];
  const context = standInContext(given, around);
  const groups = withAdvantage(withReward(sampleGroups(context), reward), advantage);
  return findInside(expression, context, fromGroups(groups), intervalOf(reward, wholeDomain(context)));
}

function analyzeCut({ to, when, atLeast }: CutOfResponses, around: AnalysisContext): ShapeFinding[] {
  const longer = shape.binary(shape.subtract(shape.field('tokens'), shape.call('floor', to)), '>=', atLeast);
  const given = isTrue(when) ? longer : shape.binary(when, '&&', longer);
  const context = standInContext([given], around);
  return findInside(withStandIns(given), context, fromGroups(sampleGroups(context)));
}

const isTrue = (expression: Expression): boolean => expression.kind === 'number' && holds(expression.value);

const findInside = (
  expression: Expression,
  context: AnalysisContext,
  sample: Sample,
  rewards?: Interval,
): ShapeFinding[] => [
  ...findNotFinite(expression, context, sample, rewards),
  ...findUnreachable(expression, context, sample, rewards),
  ...findCannotFire(expression, context, sample),
  ...findIdleParameters(expression, sample),
];

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
