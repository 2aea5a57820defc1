// Base against trained: the first and the last evaluation of every mode, paired by problem where the responses are there.
import type { EvaluationCell, EvaluationResult } from '@allot/spec';
import type { EvaluatedRollout, RunRecord } from '../run/run-record.js';
import { changeIntervals, type EstimatedAnswers } from '../statistics/change-intervals.js';
import { efficiencyScore } from '../statistics/efficiency-score.js';
import { pairProblems } from '../statistics/pairs.js';
import { evaluationsOf } from './evaluations-of.js';
import type { Change, Comparison, DepthSummary, ModeSummary } from './run-summary.js';

type Range = readonly [from: number, to: number];
type Located = EvaluationResult & { readonly step: number };

export function compareModes(run: RunRecord): ModeSummary[] {
  const results = new Map<string, Located[]>();
  for (const { step, results: ofStep } of evaluationsOf(run.events)) {
    for (const result of ofStep) {
      const key = JSON.stringify([result.mode, result.dataset]);
      results.set(key, [...(results.get(key) ?? []), { ...result, step }]);
    }
  }
  return [...results.values()].flatMap((list) => {
    const [base] = list;
    return base ? [compareMode(run, base, list.length > 1 ? list.at(-1) : undefined)] : [];
  });
}

function compareMode(run: RunRecord, base: Located, trained: Located | undefined): ModeSummary {
  const ranges: Readonly<Record<string, Range>> = run.plan.settings.evaluation?.difficulty ?? {};
  const responses = (at: Located | undefined): readonly EvaluatedRollout[] =>
    run.rollouts.find(({ step, mode }) => step === at?.step && mode === at?.mode)?.rollouts ?? [];
  const [before, after] = [responses(base), responses(trained)];
  const compare = (
    cell: EvaluationCell,
    other: EvaluationCell | undefined,
    inside: (rollout: EvaluatedRollout) => boolean,
  ): Comparison =>
    other && cell.problems > 0 && other.problems > 0
      ? {
          base: cell,
          trained: other,
          change: changeOf(cell, other, before.filter(inside), after.filter(inside)),
        }
      : { base: cell };
  const all = compare(base.all, trained?.all, () => true);
  const byDifficulty = Object.entries(base.byDifficulty).map(([name, cell]) => {
    const range = ranges[name];
    const inside = ({ difficulty }: EvaluatedRollout): boolean =>
      range !== undefined && difficulty !== undefined && difficulty >= range[0] && difficulty <= range[1];
    return { name, ...compare(cell, trained?.byDifficulty[name], inside) };
  });
  const depth = depthOf(byDifficulty, ranges);
  const score = all.trained && efficiencyScore(pointOf(all.base), pointOf(all.trained));
  return {
    mode: base.mode,
    dataset: base.dataset,
    baseStep: base.step,
    ...(trained && { trainedStep: trained.step }),
    all,
    byDifficulty,
    ...(depth && { depth }),
    ...(score !== undefined && { efficiencyScore: score }),
  };
}

function changeOf(
  base: EvaluationCell,
  trained: EvaluationCell,
  before: readonly EvaluatedRollout[],
  after: readonly EvaluatedRollout[],
): Change {
  const pairs = pairProblems(before, after);
  const { accuracy: points, tokensRatio: ratio } = changeIntervals(
    answersOf(base),
    answersOf(trained),
    pairs,
  );
  return {
    paired: pairs !== undefined,
    accuracyPoints: 100 * (trained.accuracy - base.accuracy),
    accuracyPointsInterval: [100 * points[0], 100 * points[1]],
    ...(base.meanTokens > 0 && { tokensCutPercent: 100 * (1 - trained.meanTokens / base.meanTokens) }),
    ...(ratio && { tokensCutPercentInterval: [100 * (1 - ratio[1]), 100 * (1 - ratio[0])] as const }),
  };
}

/** Easiest and hardest by the ranges' middles; the definition's order where the plan does not know the range. */
function depthOf(
  rows: readonly (Comparison & { readonly name: string })[],
  ranges: Readonly<Record<string, Range>>,
): DepthSummary | undefined {
  const middle = (name: string, index: number): number => {
    const range = ranges[name];
    return range ? (range[0] + range[1]) / 2 : index;
  };
  const sorted = rows
    .map((row, index) => ({ row, at: middle(row.name, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
  const [easy, hard] = [sorted[0], sorted.at(-1)];
  if (!easy || !hard || easy === hard) return undefined;
  const base = ratioOf(hard.base, easy.base);
  const trained = ratioOf(hard.trained, easy.trained);
  return {
    easiest: easy.name,
    hardest: hard.name,
    ...(base !== undefined && { base }),
    ...(trained !== undefined && { trained }),
  };
}

function ratioOf(hard: EvaluationCell | undefined, easy: EvaluationCell | undefined): number | undefined {
  return hard && easy && easy.meanTokens > 0 ? hard.meanTokens / easy.meanTokens : undefined;
}

const pointOf = (cell: EvaluationCell) => ({ accuracy: cell.accuracy, tokens: cell.meanTokens });
const answersOf = (cell: EvaluationCell): EstimatedAnswers => ({
  accuracy: { value: cell.accuracy, interval: cell.accuracyInterval },
  tokens: { value: cell.meanTokens, interval: cell.meanTokensInterval },
});
