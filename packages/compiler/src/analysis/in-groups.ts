// What an advantage does to groups: all-wrong ones, and right answers that are pushed down.
import { type Expression, evaluateShape, somePart } from '@allot/spec';
import type { AnalysisContext } from './context.js';
import { curvesOf } from './curves.js';
import type { LeastAdvantage, Pushed, Settled, ShapeFinding } from './finding.js';
import type { GroupKind, GroupSample } from './groups.js';
import { rangeOf } from './reward-bounds.js';
import { readsField } from './slices.js';

/** An advantage closer to 0 than this is rounding. */
const SMALL = 1e-9;

/** `groups` hold the rewards that the rollouts get. */
export function findInGroups(
  reward: Expression,
  advantage: Expression,
  context: AnalysisContext,
  groups: GroupSample,
): ShapeFinding[] {
  const advantages = evaluateShape(advantage, groups.rows);
  const sampled: Settled = { how: 'sampled', resolution: groups.resolution };
  const alone = pushedDown(groups, advantages, context, (kind) => kind === 'one-right');
  const beside = pushedDown(groups, advantages, context, (kind) => kind !== 'one-right');
  const found: ShapeFinding[] = [];
  const pushed = allWrong(groups, advantages, context);
  if (pushed.some(({ advantage: range }) => range.some((value) => Math.abs(value) > SMALL))) {
    const settled: Settled = onlyWay(reward, advantage, context)
      ? { how: 'exact', by: 'an example' }
      : sampled;
    // A baseline over the batch moves every group, by design.
    const severity = readsBatch(advantage) ? 'info' : 'warning';
    found.push({ code: 'shape/moves-all-wrong-group', severity, settled, tiers: pushed });
  }
  if (alone.length > 0)
    found.push({
      code: 'shape/negative-advantage-of-right',
      severity: 'warning',
      settled: sampled,
      tiers: alone,
    });
  if (beside.length > 0)
    found.push({ code: 'shape/right-below-siblings', severity: 'info', settled: sampled, tiers: beside });
  return found;
}

function allWrong(
  { rows, kinds }: GroupSample,
  advantages: Float64Array,
  { tiers }: AnalysisContext,
): Pushed[] {
  return tiers.map(({ budget }, tier) => {
    const own = advantages.filter((_, row) => kinds[row] === 'all-wrong' && rows.fields.tier[row] === tier);
    return { budget, advantage: rangeOf([own]) };
  });
}

const readsBatch = (advantage: Expression): boolean =>
  somePart(advantage, (part) => part.kind === 'reduce' && part.scope === 'batch');

/** Whether all all-wrong groups are alike: wrong answers earn one reward, and the advantage reads nothing else of them. */
function onlyWay(reward: Expression, advantage: Expression, context: AnalysisContext): boolean {
  const reads = readsField(
    advantage,
    ...(['tokens', 'thinkingTokens', 'answerTokens', 'formatted', 'truncated', 'mode', 'step'] as const),
    ...(['progress', 'repetition', 'meanLogProbability', 'minLogProbability'] as const),
  );
  const { curves, alone, settled } = curvesOf(reward, context);
  if (reads || readsBatch(advantage) || !alone || settled.how !== 'exact') return false;
  const [least, most] = rangeOf(curves.filter(({ correct }) => !correct).map(({ values }) => values));
  return least === most;
}

/** The least advantage of a right answer within its budget, in tiers where one is below 0. */
function pushedDown(
  { rows, kinds }: GroupSample,
  advantages: Float64Array,
  { tiers }: AnalysisContext,
  counts: (kind: GroupKind) => boolean,
): LeastAdvantage[] {
  const { correct, tokens, tier: tierOf } = rows.fields;
  return tiers.flatMap(({ budget }, tier): LeastAdvantage[] => {
    let least: LeastAdvantage | undefined;
    for (const [row, advantage] of advantages.entries()) {
      const own = tokens[row] as number;
      if (!correct[row] || tierOf[row] !== tier || own > budget || !counts(kinds[row] as GroupKind)) continue;
      if (advantage < (least?.advantage ?? -SMALL)) least = { budget, tokens: own, advantage };
    }
    return least ? [least] : [];
  });
}
