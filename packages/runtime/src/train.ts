// The executor's loop: every planned stage of every step, in order.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ResolvedReinforcement, ResolvedSupervised, StepMetrics } from '@allot/spec';
import { type Halt, prettyJson, runPaths, sealFolder, writeEvaluationRows, writeWhole } from '@allot/store';
import { report } from './catalog.js';
import { beginCheckpoint, commitCheckpoint } from './commit-checkpoint.js';
import { passGates } from './gates/pass-gates.js';
import { longestWindow, observeEvaluation, observeStep } from './guards/observe.js';
import { settingsNow } from './guards/settings-now.js';
import { watchStep } from './guards/watch-step.js';
import { reinforcementMetrics, supervisedMetrics } from './metrics.js';
import { watchUpdates } from './not-finite.js';
import { pilotInRun } from './pilot-in-run.js';
import { RunFailure } from './run-failure.js';
import { secondsSince } from './seconds-since.js';
import { isPlanned, type Session } from './session.js';
import { advantageStage } from './stages/advantage.js';
import { evaluateStage, evaluationProblems } from './stages/evaluate.js';
import { rememberStep } from './stages/remember-step.js';
import { rolloutStage } from './stages/rollout.js';
import { scoreStage } from './stages/score.js';
import { demonstrateStage, superviseStage } from './stages/supervise.js';
import { updateStage } from './stages/update.js';
import { type StepRows, stepFile, writeStepMetrics, writeStepRows } from './step-files.js';

/** What is already done of the step that training goes on from. */
export interface TrainingPosition {
  readonly step: number;
  /** Whether the step's evaluation stands in the log. */
  readonly evaluated: boolean;
  /** Whether the step's planned checkpoint is committed. */
  readonly committed: boolean;
  /** Gates after the step, or the pilot, that the log shows as passed. */
  readonly passed: readonly string[];
}

export interface TrainingEnd {
  readonly status: 'finished' | 'interrupted' | 'stopped' | 'waiting';
  /** Last completed step. */
  readonly step: number;
  /** What holds it. */
  readonly halt?: Omit<Halt, 'step'>;
}

/** Runs from `position` to the last step, or until the signal aborts. Throws RunFailure and file system errors. */
export async function train(session: Session, position: TrainingPosition): Promise<TrainingEnd> {
  const { plan, signal } = session;
  let completed = position.step;
  let committed = position.committed;
  try {
    let next = position;
    for (;;) {
      const done = await finishStep(session, next);
      [completed, committed] = [done.step, done.committed];
      if (done.halt) return haltedAt(completed, done.halt);
      if (completed === plan.settings.steps) break;
      signal?.throwIfAborted();
      await runStep(session, completed + 1);
      [completed, committed] = [completed + 1, false];
      next = { step: completed, evaluated: false, committed: false, passed: [] };
    }
    await session.writes.settle();
    await session.commits.settle();
    return { status: 'finished', step: completed };
  } catch (error) {
    if (!isAbort(error, signal)) throw error;
    if (committed) await session.commits.settle();
    else await commitCheckpoint(session, completed, { interim: true });
    session.events.emit({ type: 'run-interrupted', step: completed, signal: reasonText(signal.reason) });
    return { status: 'interrupted', step: completed };
  }
}

const haltedAt = (step: number, halt: Omit<Halt, 'step'>): TrainingEnd => ({
  status: halt.state === 'waiting' ? 'waiting' : 'stopped',
  step,
  halt,
});

/** Whether an error only says that the signal aborted. */
export const isAbort = (error: unknown, signal: AbortSignal | undefined): signal is AbortSignal =>
  signal?.aborted === true &&
  (error === signal.reason || (error instanceof Error && error.name === 'AbortError'));

const reasonText = (reason: unknown): string => (typeof reason === 'string' ? reason : 'abort');

/** Where training stands after a step, its checkpoint committed or under way: at its end, or at a checkpoint that a guard went back to. */
interface StepEnd {
  readonly step: number;
  readonly committed: boolean;
  readonly halt?: Omit<Halt, 'step'>;
}

/** What follows a completed step: evaluation, guards, checkpoint, gates; before all that, the pilot. */
async function finishStep(session: Session, position: TrainingPosition): Promise<StepEnd> {
  const { plan } = session;
  const { step, evaluated, passed } = position;
  let { committed } = position;
  if (step === 0 && !evaluated) {
    await pilotInRun(session);
    const halt = await passGates(session, 'pilot', step, passed);
    if (halt) return { step, committed: true, halt };
  }
  if (!evaluated && isPlanned(plan, 'evaluate', step)) await runEvaluation(session, step);
  if (!committed) {
    const verdict = await watchStep(session, step);
    if (typeof verdict === 'object') return { step: verdict.backTo, committed: true };
    committed = isPlanned(plan, 'checkpoint', step);
    if (committed) await beginCheckpoint(session, step, { interim: false });
    if (verdict === 'stop') {
      const by = session.guards?.stopped?.guard as string;
      return stand(session, step, committed, { state: 'stopped', by });
    }
  }
  const halt = await passGates(session, step, step, passed);
  return halt ? stand(session, step, committed, halt) : { step, committed };
}

/** The end of a run that goes no further, committed. */
async function stand(
  session: Session,
  step: number,
  committed: boolean,
  halt: NonNullable<StepEnd['halt']>,
): Promise<StepEnd> {
  if (!committed) await commitCheckpoint(session, step, { interim: true });
  await session.commits.settle();
  return { step, committed: true, halt };
}

async function runStep(session: Session, step: number): Promise<void> {
  const { settings } = session.plan;
  const began = performance.now();
  await session.writes.settle();
  const done =
    settings.kind === 'supervised'
      ? await superviseStep(session, settings, step)
      : await reinforceStep(session, settingsNow(settings, session.guards), step);
  await completeStep(session, step, done, began);
}

export interface StepDone {
  readonly metrics: StepMetrics;
  readonly rolloutSeconds: number;
  readonly updateSeconds: number;
}

/** Writes the step's metrics and tells of it; `began` is when it started, by the process clock. */
export async function completeStep(
  session: Session,
  step: number,
  done: StepDone,
  began: number,
): Promise<void> {
  session.writes.add(() => writeStepMetrics(session.run, step, done.metrics));
  session.writes.add(() => sealFolder(stepFile(session.run, step).folder));
  session.guards &&= observeStep(session.guards, windowOf(session), done.metrics);
  await session.commits.settle();
  const stepSeconds = secondsSince(began);
  session.events.emit({ type: 'step-completed', step, ...done, stepSeconds });
}

function windowOf({ plan: { settings } }: Session): number {
  return longestWindow(settings.kind === 'reinforcement' ? (settings.guards ?? []) : []);
}

async function reinforceStep(
  session: Session,
  settings: ResolvedReinforcement,
  step: number,
): Promise<StepDone> {
  const { experiment, engine, run, progress, signal, writes } = session;
  const began = performance.now();
  const count = settings.training.promptsPerStep * settings.training.rolloutsPerPrompt;
  const rollouts = await rolloutStage(experiment, settings, engine, step, session.memory, {
    onProgress: progress.begin('rollout', step, { rollouts: count }),
    ...(signal ? { signal } : {}),
  });
  const rolloutSeconds = secondsSince(began);
  const scores = await scoreStage(experiment, settings, step, rollouts, session.memory, session.programs);
  const advantages = advantageStage(experiment, settings, step, rollouts, scores, session.memory);
  const rows = { rollouts, scores, advantages };
  const done = await reinforceUpdate(session, settings, step, rows, () => {
    writes.add(() => writeStepRows(run, step, rows));
  });
  return { ...done, rolloutSeconds };
}

/** The update of a step; `meanwhile` is called while the engine is at work, or before a failure. */
export async function reinforceUpdate(
  session: Session,
  settings: ResolvedReinforcement,
  step: number,
  rows: StepRows,
  meanwhile: () => void = () => undefined,
): Promise<StepDone> {
  const began = performance.now();
  session.progress.begin('update', step);
  const strange = firstNotFinite(rows);
  if (strange) {
    meanwhile();
    await session.writes.settle();
    const { folder } = stepFile(session.run, step);
    throw new RunFailure([report('run/shape-not-finite', { ...strange, step, folder })]);
  }
  const { tokenizer } = session.experiment;
  const take = watchUpdates(session, step);
  const updating = updateStage(settings, session.engine, step, rows, { take, decode: tokenizer.decode });
  meanwhile();
  const update = await updating;
  const metrics = reinforcementMetrics(settings, update, rows);
  session.memory = rememberStep(settings, session.memory, step, rows.rollouts, rows.scores, tokenizer);
  return { metrics, rolloutSeconds: 0, updateSeconds: secondsSince(began) };
}

/** The first trajectory whose reward or advantage is no finite number, and how many there are. */
function firstNotFinite({ rollouts, scores, advantages }: StepRows) {
  for (const [quantity, values] of [
    ['reward', scores.map(({ reward }) => reward)],
    ['advantage', advantages.map(({ advantage }) => advantage)],
    ['advantage of a token', advantages.map(strangestToken)],
  ] as const) {
    const row = values.findIndex((value) => !Number.isFinite(value));
    if (row < 0) continue;
    const { problemId, budget, tokens } = rollouts[row] as StepRows['rollouts'][number];
    const count = values.filter((value) => !Number.isFinite(value)).length;
    return { quantity, value: String(values[row]), problem: problemId, budget, tokens, count };
  }
  return undefined;
}

/** The first advantage of a token that is no finite number, or 0. */
const strangestToken = ({ tokenAdvantages = new Float32Array() }: StepRows['advantages'][number]): number =>
  tokenAdvantages.find((value) => !Number.isFinite(value)) ?? 0;

/** Demonstrations and update of a supervised step. */
export async function superviseStep(
  session: Session,
  settings: ResolvedSupervised,
  step: number,
): Promise<StepDone> {
  const { experiment, engine, progress } = session;
  const demonstrations = demonstrateStage(experiment, settings, step);
  progress.begin('update', step);
  const began = performance.now();
  const { decode } = experiment.tokenizer;
  const take = watchUpdates(session, step);
  const update = await superviseStage(settings, engine, step, demonstrations, { take, decode });
  const updateSeconds = secondsSince(began);
  const metrics = supervisedMetrics(update, demonstrations);
  return { metrics, rolloutSeconds: 0, updateSeconds };
}

/** Evaluates the current policy in every planned mode and writes results and trajectories. */
export async function runEvaluation(session: Session, step: number): Promise<void> {
  const { plan, experiment, engine, run, events, progress, signal } = session;
  const { evaluation, steps } = plan.settings;
  if (!evaluation) return;
  const began = performance.now();
  const problems = evaluationProblems(experiment, evaluation, { whileTraining: step > 0 && step < steps });
  const folder = runPaths(run).evaluation(step);
  await mkdir(folder, { recursive: true });
  const results = [];
  for (const mode of evaluation.modes) {
    const rollouts = problems.length * evaluation.samplesPerProblem;
    const { result, rows } = await evaluateStage(experiment, engine, evaluation, mode, problems, {
      onProgress: progress.begin('evaluate', step, { rollouts, mode }),
      ...(signal ? { signal } : {}),
    });
    await writeEvaluationRows(path.join(folder, `${mode}.parquet`), rows);
    await writeWhole(path.join(folder, `${mode}.json`), prettyJson(result));
    results.push(result);
  }
  await sealFolder(folder);
  session.guards &&= observeEvaluation(session.guards, step, results);
  const evaluationSeconds = secondsSince(began);
  events.emit({ type: 'evaluation-completed', step, results, evaluationSeconds });
}
