// An open run: its folder locked, its engine loaded, its log open.
import path from 'node:path';
import type { Diagnostic, EmittedEngine, Memory, Plan, StageKind } from '@allot/spec';
import {
  CHECKPOINT_FORMAT,
  type CheckpointState,
  listCheckpoints,
  type ModelExtras,
  pruneCheckpoints,
  readCheckpoint,
  readJson,
  readModelExtras,
  runPaths,
  stepName,
  writeCheckpoint,
} from '@allot/store';
import type { Engine, PolicyState } from './engine.js';
import { openOnnxEngine } from './engines/onnx/open-engine.js';
import type { EventWriter } from './event-writer.js';
import { type Experiment, loadExperiment, placeInRun } from './experiment.js';
import type { RunOptions } from './outcome.js';
import { createProgress, type ProgressReporter } from './progress.js';
import { expectValue } from './run-failure.js';
import { openSignalPrograms, type SignalPrograms } from './signals/signal-programs.js';
import { type BackgroundWrites, createBackgroundWrites } from './step-files.js';

export interface Session {
  readonly run: string;
  readonly plan: Plan;
  readonly manifest: EmittedEngine;
  readonly experiment: Experiment;
  readonly engine: Engine;
  readonly extras: ModelExtras;
  readonly events: EventWriter;
  readonly writes: BackgroundWrites;
  readonly progress: ProgressReporter;
  readonly signal: AbortSignal | undefined;
  /** Programs that judge responses. */
  readonly programs: SignalPrograms;
  /** What the run remembers for its shapes, after the last completed step. */
  memory: Memory;
  /** Warnings to hand back with the outcome. */
  readonly warnings: Diagnostic[];
}

/** Where a run starts or goes on: the policy, and what the run remembers. */
export type SessionStart = PolicyState & { readonly memory: Memory };

/** Loads what the run's folder holds and opens the engine with the policy. Throws a RunFailure. */
export async function openSession(
  plan: Plan,
  manifest: EmittedEngine,
  { memory, ...state }: SessionStart,
  events: EventWriter,
  { runDirectory: run, host, onProgress, signal }: RunOptions,
  workers = plan.engine.workers,
): Promise<Session> {
  const paths = runPaths(run);
  const warnings: Diagnostic[] = [];
  const files = { tokenizer: paths.tokenizer, dataset: (name: string) => placeInRun(run, plan, name) };
  const warn = (diagnostic: Diagnostic): void => void warnings.push(diagnostic);
  const { maxPositions } = manifest.decoder;
  const experiment = expectValue(await loadExperiment(plan, files, maxPositions, { host, signal }));
  const { tokenizer } = experiment;
  const programs = openSignalPrograms(plan, { tokenizer, host, signal });
  const open = host.openEngine ?? openOnnxEngine;
  const { device } = plan.engine;
  const reference = await referenceParameters(plan, manifest, state, run);
  const engineOptions = { folder: paths.engine, manifest, device, workers, state };
  const engine = expectValue(await open({ ...engineOptions, ...(reference && { reference }) }), warn);
  return {
    run,
    plan,
    manifest,
    experiment,
    engine,
    extras: expectValue(await readModelExtras(paths.tokenizer)),
    events,
    writes: createBackgroundWrites(),
    progress: createProgress(plan.settings.steps, onProgress),
    signal,
    programs,
    memory,
    warnings,
  };
}

/** Ends what the session started: verifiers and programs that judge responses. */
export async function closePrograms({ programs, experiment }: Session): Promise<void> {
  await Promise.all([programs.close(), experiment.grader.close()]);
}

/** The base policy, where the objective has a divergence from it: what no optimizer step has changed yet, or the checkpoint of step 0. */
async function referenceParameters(
  { settings }: Plan,
  { parameters }: EmittedEngine,
  state: PolicyState,
  run: string,
): Promise<Float32Array | undefined> {
  if (settings.kind === 'supervised' || !settings.objective.kl) return undefined;
  if (state.optimizerStep === 0) return state.parameters;
  return expectValue(await readCheckpoint(runPaths(run).checkpoint(0), parameters)).parameters;
}

/** Whether the plan has this kind of stage at this step. */
export function isPlanned({ stages, settings }: Plan, kind: StageKind, step: number): boolean {
  return stages.some((stage) => {
    if (stage.kind !== kind || step > settings.steps) return false;
    if (step === 0) return stage.first;
    return (stage.every > 0 && step % stage.every === 0) || (stage.last && step === settings.steps);
  });
}

/** Commits the engine's state as the checkpoint of `step`; every event and file of the step is settled first. */
export async function commitCheckpoint(
  session: Session,
  step: number,
  { interim }: { interim: boolean },
): Promise<void> {
  const { run, plan, events, writes, engine, manifest, extras, progress } = session;
  progress.begin('checkpoint', step);
  await writes.settle();
  events.sync();
  const { parameters, firstMoment, secondMoment, optimizerStep } = engine.state();
  const state: CheckpointState = {
    format: CHECKPOINT_FORMAT,
    step,
    planKey: plan.key,
    optimizerStep,
    events: events.reproducible(),
    interim,
    memory: session.memory,
  };
  const model = { config: plan.settings.policy.config, layout: manifest.parameters, parameters, extras };
  await writeCheckpoint(run, { state, model, firstMoment, secondMoment });
  if (interim) return;
  await closeCheckpoint(session, step);
}

/** What follows a committed planned checkpoint: its event, and the end of those it makes superfluous. */
export async function closeCheckpoint({ run, plan, events }: Session, step: number): Promise<void> {
  events.emit({ type: 'checkpoint-written', step, path: `checkpoints/${stepName(step)}` });
  const states = await checkpointStates(run, step);
  await pruneCheckpoints(run, {
    newest: step,
    keep: plan.settings.checkpoints.keep,
    interim: (other) => states.get(other)?.interim === true,
  });
}

async function checkpointStates(run: string, below: number): Promise<Map<number, CheckpointState>> {
  const states = new Map<number, CheckpointState>();
  for (const step of await listCheckpoints(run)) {
    if (step >= below) continue;
    const [json] = await readJson(path.join(runPaths(run).checkpoint(step), 'state.json'));
    if (json) states.set(step, json as CheckpointState);
  }
  return states;
}
