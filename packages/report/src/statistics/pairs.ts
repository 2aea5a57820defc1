// Pairs the responses of two evaluations by problem: the same problem answered by base and trained policy.
import { sampleCorrelation, sampleStandardDeviation } from 'simple-statistics';
import type { EvaluatedRollout } from '../run/run-record.js';

/** Means of one problem over its samples. */
export interface ProblemMeans {
  readonly accuracy: number;
  readonly tokens: number;
}

export interface PairedProblems {
  /** Problems that both evaluations answered. */
  readonly problems: number;
  /** Correlation between base and trained over problems; 0 where one side does not vary. */
  readonly accuracyCorrelation: number;
  readonly tokensCorrelation: number;
}

/** Undefined when the evaluations are not of the same problems: then nothing is paired. */
export function pairProblems(
  base: readonly EvaluatedRollout[],
  trained: readonly EvaluatedRollout[],
): PairedProblems | undefined {
  const before = meansByProblem(base);
  const after = meansByProblem(trained);
  if (before.size !== after.size || before.size < 2) return undefined;
  const pairs: [ProblemMeans, ProblemMeans][] = [];
  for (const [problem, means] of before) {
    const other = after.get(problem);
    if (!other) return undefined;
    pairs.push([means, other]);
  }
  return correlatePairs(pairs);
}

/** At least one pair. */
export function correlatePairs(pairs: readonly (readonly [ProblemMeans, ProblemMeans])[]): PairedProblems {
  const correlation = (of: (means: ProblemMeans) => number): number =>
    correlate(
      pairs.map(([one]) => of(one)),
      pairs.map(([, other]) => of(other)),
    );
  return {
    problems: pairs.length,
    accuracyCorrelation: correlation((means) => means.accuracy),
    tokensCorrelation: correlation((means) => means.tokens),
  };
}

export function meansByProblem(rollouts: readonly EvaluatedRollout[]): Map<string, ProblemMeans> {
  const sums = new Map<string, { accuracy: number; tokens: number; count: number }>();
  for (const { problemId, correct, tokens } of rollouts) {
    const sum = sums.get(problemId) ?? { accuracy: 0, tokens: 0, count: 0 };
    sum.accuracy += Number(correct);
    sum.tokens += tokens;
    sum.count += 1;
    sums.set(problemId, sum);
  }
  return new Map(
    [...sums].map(([problem, { accuracy, tokens, count }]) => [
      problem,
      { accuracy: accuracy / count, tokens: tokens / count },
    ]),
  );
}

function correlate(x: number[], y: number[]): number {
  if (x.length < 2) return 0;
  if (sampleStandardDeviation(x) === 0 || sampleStandardDeviation(y) === 0) return 0;
  return sampleCorrelation(x, y);
}
