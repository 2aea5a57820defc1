// The pilot stage: the base policy answers problems; how often it is right, and how long its answers are.
import {
  average,
  type EvaluationMode,
  type Pilot,
  type PilotClass,
  type PilotLength,
  type ResolvedReinforcement,
  type SolveClass,
} from '@allot/spec';
import type { EvaluationRow } from '@allot/store';
import type { Engine } from '../engine.js';
import { type Experiment, problemsOf } from '../experiment.js';
import { modePrefill, someProblems } from './evaluate.js';
import { gradeRollouts } from './grade-rollouts.js';
import { problemAddress } from './problem-address.js';
import { type ResponseRequest, type SamplingOptions, sampleResponses } from './sample-responses.js';

/** Keeps the random numbers of a pilot apart from those of training and of evaluations. */
const PILOT = 0x70696c6f;

export interface PilotRun {
  readonly pilot: Pilot;
  readonly rows: readonly EvaluationRow[];
}

/** Tries the engine's policy; `key` names what the pilot depends on. Random addresses are (PILOT, problem, mode, rollout). */
export async function pilotStage(
  experiment: Experiment,
  settings: ResolvedReinforcement,
  key: string,
  engine: Engine,
  options: Pick<SamplingOptions, 'onProgress' | 'signal'> = {},
): Promise<PilotRun> {
  const { pilot, training } = settings;
  if (!pilot) throw new Error('the plan has no pilot');
  const { dataset, mode, rollouts } = pilot;
  const requests = pilotRequests(experiment, settings, pilot);
  const { temperature, topP } = training;
  const sampled = await sampleResponses(experiment, engine, requests, { ...options, temperature, topP });
  const grades = await gradeRollouts(experiment, dataset, sampled);
  const rows = sampled.map((row, index) => ({ ...row, ...(grades[index] as (typeof grades)[number]) }));
  return { pilot: summarizePilot({ key, dataset, mode, rollouts }, rows), rows };
}

function pilotRequests(
  experiment: Experiment,
  { evaluation, response }: ResolvedReinforcement,
  { dataset, mode, problems, rollouts }: NonNullable<ResolvedReinforcement['pilot']>,
): ResponseRequest[] {
  const text = modePrefill(experiment, { efficientPrefill: '[min]', ...evaluation }, mode);
  const prefill = experiment.tokenizer.encode(text);
  return someProblems(problemsOf(experiment, dataset), problems).flatMap((problem) =>
    Array.from({ length: rollouts }, (_, rollout) => ({
      problem,
      key: { groupId: problem.id, tier: -1, budget: 0, rollout },
      prefill,
      cap: response.maxTokens,
      address: [PILOT, problemAddress(problem.id), modeNumbers[mode], rollout],
    })),
  );
}

const modeNumbers: Readonly<Record<EvaluationMode, number>> = { natural: 0, efficient: 1 };

type Measured = Pick<EvaluationRow, 'problemId' | 'tokens' | 'correct' | 'finishReason'>;

/** Counts of a pilot's rows. */
export function summarizePilot(
  about: Pick<Pilot, 'key' | 'dataset' | 'mode' | 'rollouts'>,
  rows: readonly Measured[],
): Pilot {
  const groups = groupBy(rows, ({ problemId }) => problemId);
  return {
    format: 1,
    ...about,
    problems: groups.size,
    solveRate: shareOf(rows, ({ correct }) => correct),
    meanTokens: average(rows.map(({ tokens }) => tokens)),
    truncatedShare: shareOf(rows, ({ finishReason }) => finishReason === 'length'),
    difficulty: classes.map((solved) => classOf(solved, [...groups.values()])),
    lengths: lengthsOf(rows),
  };
}

const shareOf = (rows: readonly Measured[], holds: (row: Measured) => boolean): number =>
  average(rows.map((row) => (holds(row) ? 1 : 0)));

const classes: readonly SolveClass[] = ['never', 'seldom', 'sometimes', 'mostly', 'always'];

function solvedOf(rate: number): SolveClass {
  if (rate === 0) return 'never';
  if (rate === 1) return 'always';
  return rate <= 1 / 3 ? 'seldom' : rate <= 2 / 3 ? 'sometimes' : 'mostly';
}

function classOf(solved: SolveClass, groups: readonly (readonly Measured[])[]): PilotClass {
  const own = groups.filter((group) => solvedOf(shareOf(group, ({ correct }) => correct)) === solved);
  const rows = own.flat();
  const right = rows.filter(({ correct }) => correct);
  return {
    solved,
    problems: own.length,
    meanTokens: average(rows.map(({ tokens }) => tokens)),
    ...(right.length > 0 && { meanRightTokens: average(right.map(({ tokens }) => tokens)) }),
  };
}

function lengthsOf(rows: readonly Measured[]): readonly PilotLength[] {
  const byLength = groupBy(rows, ({ tokens }) => tokens);
  return [...byLength]
    .sort(([a], [b]) => a - b)
    .map(([tokens, of]) => {
      const right = of.filter(({ correct }) => correct).length;
      return { tokens, right, wrong: of.length - right };
    });
}

function groupBy<Key>(rows: readonly Measured[], keyOf: (row: Measured) => Key): Map<Key, Measured[]> {
  const groups = new Map<Key, Measured[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
