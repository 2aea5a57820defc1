// What guards keep of steps and evaluations.
import type {
  EvaluationResult,
  GuardMemory,
  ObservedAccuracy,
  ObservedEvaluation,
  ResolvedGuard,
  StepMetrics,
} from '@allot/spec';

/** Steps that are kept, from the beginning and from the end. */
export const longestWindow = (guards: readonly ResolvedGuard[]): number =>
  Math.max(1, ...guards.map((guard) => ('window' in guard ? guard.window : 0)));

export function observeStep(memory: GuardMemory, window: number, metrics: StepMetrics): GuardMemory {
  const { first, last, since, tokens } = memory;
  return {
    ...memory,
    first: first.length < window ? [...first, metrics] : first,
    last: [...last, metrics].slice(-window),
    since: { steps: since.steps + 1, reward: since.reward + (metrics.meanReward ?? 0) },
    tokens: tokens + metrics.responseTokens,
  };
}

export function observeEvaluation(
  memory: GuardMemory,
  step: number,
  results: readonly EvaluationResult[],
): GuardMemory {
  const accuracy: Record<string, ObservedAccuracy> = {};
  for (const { mode, all, byDifficulty } of results) {
    const ranges = Object.entries(byDifficulty).filter(([, { problems }]) => problems > 0);
    accuracy[mode] = {
      all: all.accuracy,
      byDifficulty: Object.fromEntries(ranges.map(([name, cell]) => [name, cell.accuracy])),
    };
  }
  const again = memory.evaluations.find((one) => one.step === step);
  const { steps, reward } = again ?? memory.since;
  const seen: ObservedEvaluation = { step, accuracy, steps, reward };
  return {
    ...memory,
    since: { steps: 0, reward: 0 },
    evaluations: [...memory.evaluations.filter((one) => one.step !== step), seen],
  };
}
