// Chooses responses to show: the typical problem of each difficulty range, not the best, and a mistake.
import type { EvaluatedRollout, RunRecord } from '../run/run-record.js';
import type { ModeSummary } from '../summary/run-summary.js';

export interface SamplePair {
  /** Why this one is shown. */
  readonly reason: string;
  readonly base: EvaluatedRollout;
  readonly trained?: EvaluatedRollout;
}

export function chooseSamples(run: RunRecord, mode: ModeSummary): SamplePair[] {
  const responses = (step: number | undefined): Map<string, EvaluatedRollout> =>
    firstByProblem(run.rollouts.find((one) => one.step === step && one.mode === mode.mode)?.rollouts ?? []);
  const trained = responses(mode.trainedStep);
  const pairs = [...responses(mode.baseStep).values()].flatMap((base) => {
    const other = trained.get(base.problemId);
    return other ? [{ base, trained: other }] : [];
  });
  const ranges = Object.entries(run.plan.settings.evaluation?.difficulty ?? {});
  const typical = (ranges.length ? ranges : [['', [-Infinity, Infinity]] as const]).flatMap(
    ([name, [from, to]]) => {
      const inside = pairs.filter(
        ({ base: { difficulty = Number.NaN } }) => name === '' || (difficulty >= from && difficulty <= to),
      );
      const right = inside.filter((pair) => pair.base.correct && pair.trained.correct);
      const pair = nearestToMedian(right.length ? right : inside);
      return pair ? [{ ...pair, reason: `a typical ${name} problem`.replace('  ', ' ') }] : [];
    },
  );
  const mistake = nearestToMedian(pairs.filter((pair) => pair.base.correct && !pair.trained.correct));
  return mistake ? [...typical, { ...mistake, reason: 'a problem that only the base got right' }] : typical;
}

function firstByProblem(rollouts: readonly EvaluatedRollout[]): Map<string, EvaluatedRollout> {
  const first = new Map<string, EvaluatedRollout>();
  for (const rollout of rollouts) if (!first.has(rollout.problemId)) first.set(rollout.problemId, rollout);
  return first;
}

type Pair = { readonly base: EvaluatedRollout; readonly trained: EvaluatedRollout };

/** The pair whose lengths, before and after, are nearest to the medians of both. */
function nearestToMedian(pairs: readonly Pair[]): Pair | undefined {
  const before = median(pairs.map(({ base }) => base.tokens));
  const after = median(pairs.map(({ trained }) => trained.tokens));
  const distance = ({ base, trained }: Pair): number =>
    Math.abs(base.tokens - before) + Math.abs(trained.tokens - after);
  return pairs.reduce<Pair | undefined>(
    (best, pair) => (best && distance(best) <= distance(pair) ? best : pair),
    undefined,
  );
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
