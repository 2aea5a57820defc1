// The evaluate stage: answers a dataset in a mode and counts.
import {
  answerIntervals,
  average,
  type EvaluationCell,
  type EvaluationResult,
  type Problem,
  type ResolvedEvaluation,
  type ResolvedPipeline,
  randomStream,
  shuffledIndices,
} from '@allot/spec';
import type { EvaluationRow } from '@allot/store';
import { type ProblemSet, prefillOfMode } from '@allot/tasks';
import { report } from '../catalog.js';
import type { Engine } from '../engine.js';
import { type Experiment, problemsOf } from '../experiment.js';
import type { EvaluationModeName } from '../outcome.js';
import { RunFailure } from '../run-failure.js';
import { gradeRollouts } from './grade-rollouts.js';
import { problemAddress } from './problem-address.js';
import { type ResponseRequest, type SamplingOptions, sampleResponses } from './sample-responses.js';

export interface EvaluationRun {
  readonly result: EvaluationResult;
  readonly rows: readonly EvaluationRow[];
}

/**
 * Evaluates the engine's policy. Random addresses are (0, problem, mode, sample): independent of the training step,
 * so that two policies meet the same noise.
 */
export async function evaluateStage(
  experiment: Experiment,
  engine: Engine,
  evaluation: ResolvedEvaluation,
  mode: EvaluationModeName,
  problems: readonly Problem[],
  options: Pick<SamplingOptions, 'onProgress' | 'signal'> = {},
): Promise<EvaluationRun> {
  const requests = evaluationRequests(experiment, evaluation, mode, problems);
  const { temperature, topP, dataset } = evaluation;
  const rollouts = await sampleResponses(experiment, engine, requests, { ...options, temperature, topP });
  const grades = await gradeRollouts(experiment, dataset, rollouts);
  const rows = rollouts.map((rollout, index) => ({
    ...rollout,
    ...(grades[index] as (typeof grades)[number]),
  }));
  return { result: evaluationResult(evaluation, mode, rows), rows };
}

/** The problems of an evaluation: all, or while training a fixed sample of them in dataset order. */
export function evaluationProblems(
  experiment: Experiment,
  evaluation: ResolvedEvaluation,
  { whileTraining }: { whileTraining: boolean },
): readonly Problem[] {
  const problems = problemsOf(experiment, evaluation.dataset);
  const wanted = evaluation.problemsWhileTraining;
  return !whileTraining || wanted === undefined ? [...problems] : someProblems(problems, wanted);
}

/** As many problems as are wanted, at most all: a fixed sample of them, in their order. */
export function someProblems(problems: ProblemSet, wanted: number): readonly Problem[] {
  if (wanted >= problems.length) return [...problems];
  const order = shuffledIndices(problems.length, randomStream(0, 'order', problems.length));
  return Array.from(order.subarray(0, wanted).sort(), (index) => problems.at(index));
}

function evaluationRequests(
  { settings, tokenizer }: Experiment,
  evaluation: ResolvedEvaluation,
  mode: EvaluationModeName,
  problems: readonly Problem[],
): ResponseRequest[] {
  const prefill = tokenizer.encode(modePrefill({ settings, tokenizer }, evaluation, mode));
  const budget = mode.startsWith('budget=') ? Number(mode.slice('budget='.length)) : 0;
  const modeNumber = mode === 'natural' ? 0 : mode === 'efficient' ? 1 : 1 + budget;
  return problems.flatMap((problem) =>
    Array.from({ length: evaluation.samplesPerProblem }, (_, sample) => ({
      problem,
      key: { groupId: problem.id, tier: -1, budget, rollout: sample },
      prefill,
      cap: evaluation.maxTokens,
      address: [0, problemAddress(problem.id), modeNumber, sample],
    })),
  );
}

/** The text a response begins with in a mode. Throws a RunFailure when there is none or it has no tokens. */
export function modePrefill(
  { settings, tokenizer }: Pick<Experiment, 'settings' | 'tokenizer'>,
  { efficientPrefill: efficient }: Pick<ResolvedEvaluation, 'efficientPrefill'>,
  mode: EvaluationModeName,
): string {
  const budget = budgetPrefill(settings);
  if (mode.startsWith('budget=') && budget === '') {
    throw new RunFailure([report('evaluate/no-budget-prefill', { mode, placeholder: '{budget}' })]);
  }
  const prefill = prefillOfMode(mode, { efficient, budget });
  if (!tokenizer.canEncode(prefill)) {
    throw new RunFailure([report('evaluate/prefill-not-encodable', { mode, prefill })]);
  }
  return prefill;
}

/** How this policy is told a budget: as its tiers, or its demonstrations, do. */
export const budgetPrefill = (settings: ResolvedPipeline): string =>
  settings.kind === 'supervised'
    ? settings.demonstrations.prefill
    : (settings.tiers.find(({ prefill }) => prefill.includes('{budget}'))?.prefill ?? '');

/** Counts of an evaluation's rows. */
export function evaluationResult(
  { dataset, difficulty, maxTokens }: ResolvedEvaluation,
  mode: EvaluationModeName,
  rows: readonly EvaluationRow[],
): EvaluationResult {
  const ranges = Object.entries(difficulty).map(([name, [from, to]]) => {
    const inside = rows.filter(
      (row) => row.difficulty !== undefined && row.difficulty >= from && row.difficulty <= to,
    );
    return [name, evaluationCell(inside, maxTokens)] as const;
  });
  return { mode, dataset, all: evaluationCell(rows, maxTokens), byDifficulty: Object.fromEntries(ranges) };
}

/** Counts of some rows, with 95% intervals: over rows with one sample a problem, else over problems. */
export function evaluationCell(rows: readonly EvaluationRow[], maxTokens?: number): EvaluationCell {
  const problems = new Map<string, EvaluationRow[]>();
  for (const row of rows) {
    const samples = problems.get(row.problemId);
    if (samples) samples.push(row);
    else problems.set(row.problemId, [row]);
  }
  const rightOf = (row: EvaluationRow): number => Number(row.correct);
  const intervals = answerIntervals(
    [...problems].map(([id, samples]) => ({
      id,
      samples: samples.length,
      accuracy: average(samples.map(rightOf)),
      tokens: average(samples.map(({ tokens }) => tokens)),
    })),
    maxTokens,
  );
  return {
    problems: problems.size,
    samples: rows.length,
    accuracy: average(rows.map(rightOf)),
    accuracyInterval: intervals.accuracy,
    meanTokens: average(rows.map(({ tokens }) => tokens)),
    meanTokensInterval: intervals.tokens,
    truncatedShare: average(rows.map((row) => (row.finishReason === 'length' ? 1 : 0))),
  };
}
