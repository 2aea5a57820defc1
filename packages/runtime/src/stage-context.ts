// What a stage that is run alone reads: the experiment, the step's files, a checkpoint's policy.
import { existsSync } from 'node:fs';
import type { Diagnostic, EmittedEngine, Memory, Plan, StageKind } from '@allot/spec';
import {
  type AdvantageRow,
  type CheckpointState,
  type OpenedRun,
  planOfKey,
  type RolloutRow,
  readAdvantages,
  readCheckpointState,
  readRollouts,
  readScores,
  runPaths,
  type ScoreRow,
  verifyCheckpoint,
} from '@allot/store';
import { report } from './catalog.js';
import { carryOver } from './changes/carry-over.js';
import type { Experiment } from './experiment.js';
import type { StageOptions } from './outcome.js';
import { expectValue, RunFailure } from './run-failure.js';
import { stepFile } from './step-files.js';
import { requireFile } from './verify-run.js';

export interface StageContext {
  readonly options: StageOptions;
  readonly run: string;
  readonly step: number;
  readonly kind: StageKind;
  readonly opened: OpenedRun;
  /** The plan that holds for the step. */
  readonly plan: Plan;
  readonly manifest: EmittedEngine;
  readonly experiment: Experiment;
  readonly warn: (diagnostic: Diagnostic) => void;
}

function missing(context: StageContext, input: string, before: StageKind, beforeStep: number): RunFailure {
  const { kind, step } = context;
  return new RunFailure([report('stage/missing-input', { kind, step, input, before, beforeStep })]);
}

export async function loadRollouts(context: StageContext): Promise<RolloutRow[]> {
  const file = stepFile(context.run, context.step).rollouts;
  if (!existsSync(file)) throw missing(context, file, 'rollout', context.step);
  await requireFile(file);
  return expectValue(await readRollouts(file), context.warn);
}

export async function loadScores(
  context: StageContext,
  rollouts: readonly RolloutRow[],
): Promise<ScoreRow[]> {
  const file = stepFile(context.run, context.step).scores;
  if (!existsSync(file)) throw missing(context, file, 'score', context.step);
  await requireFile(file);
  return sameRows(context, file, rollouts, expectValue(await readScores(file), context.warn));
}

export async function loadAdvantages(
  context: StageContext,
  rollouts: readonly RolloutRow[],
): Promise<AdvantageRow[]> {
  const file = stepFile(context.run, context.step).advantages;
  if (!existsSync(file)) throw missing(context, file, 'advantage', context.step);
  await requireFile(file);
  return sameRows(context, file, rollouts, expectValue(await readAdvantages(file), context.warn));
}

type Key = Pick<RolloutRow, 'groupId' | 'rollout'>;

function sameRows<Row extends Key>(
  { step }: StageContext,
  file: string,
  rollouts: readonly Key[],
  rows: Row[],
): Row[] {
  const length = Math.max(rollouts.length, rows.length);
  for (let row = 0; row < length; row++) {
    const [a, b] = [rollouts[row], rows[row]];
    if (!a || !b || a.groupId !== b.groupId || a.rollout !== b.rollout) {
      throw new RunFailure([report('stage/mismatched-rows', { file, step, row: row + 1 })]);
    }
  }
  return rows;
}

/** What the run remembers before the step; read from the checkpoint before it where shapes need it. */
export async function memoryBefore(context: StageContext): Promise<Memory> {
  const { settings } = context.plan;
  if (settings.kind === 'supervised' || Object.keys(settings.state).length === 0) return {};
  return carriedFrom(context, (await loadCheckpoint(context, context.step - 1)).state).memory;
}

/** What a checkpoint remembers, as the plan of the step reads it. */
export const carriedFrom = (
  { opened, plan }: Pick<StageContext, 'opened' | 'plan'>,
  state: CheckpointState,
): ReturnType<typeof carryOver> => carryOver(state, plan, planOfKey(opened, state.planKey));

/** The intact checkpoint of a step. */
export async function loadCheckpoint(
  context: StageContext,
  step: number,
): Promise<{ readonly folder: string; readonly state: CheckpointState }> {
  const folder = runPaths(context.run).checkpoint(step);
  const problem = await verifyCheckpoint(folder);
  if (problem !== undefined) throw missing(context, folder, step === 0 ? 'checkpoint' : 'update', step);
  return { folder, state: expectValue(await readCheckpointState(folder), context.warn) };
}
