// An open run: its folder locked, its engine loaded, its log open.
import {
  type Diagnostic,
  type EmittedEngine,
  type GuardMemory,
  type Memory,
  noGuardMemory,
  type Plan,
  type StageKind,
} from '@allot/spec';
import { type ModelExtras, readModelExtras, runPaths } from '@allot/store';
import { report } from './catalog.js';
import type { Engine } from './engine.js';
import type { EventWriter } from './event-writer.js';
import { type Experiment, loadExperiment, placeInRun } from './experiment.js';
import { openEngine } from './open-engine.js';
import type { RunOptions } from './outcome.js';
import { checkpointSource, type PolicySource } from './policy-source.js';
import { createProgress, type ProgressReporter } from './progress.js';
import { expectValue, RunFailure } from './run-failure.js';
import { keepSizes, readSizes } from './run-sizes.js';
import { secondsSince } from './seconds-since.js';
import { openSignalPrograms, type SignalPrograms } from './signals/signal-programs.js';
import { type BackgroundWrites, createBackgroundWrites } from './step-files.js';
import { requireBasePolicy } from './verify-run.js';

export interface Session {
  readonly run: string;
  readonly plan: Plan;
  readonly manifest: EmittedEngine;
  readonly experiment: Experiment;
  readonly engine: Engine;
  readonly extras: ModelExtras;
  readonly events: EventWriter;
  readonly writes: BackgroundWrites;
  /** The checkpoint that is being written, if any. */
  readonly commits: BackgroundWrites;
  readonly progress: ProgressReporter;
  readonly signal: AbortSignal | undefined;
  /** Programs that judge responses. */
  readonly programs: SignalPrograms;
  /** What the run remembers for its shapes, after the last completed step. */
  memory: Memory;
  /** Optimizer steps that were skipped one after the other, up to now. */
  skippedInRow: number;
  /** What guards judge by, after the last completed step; absent: there are none. */
  guards?: GuardMemory;
  /** Wall clock spent on the run so far, over all sittings. */
  readonly seconds: () => number;
  /** The plan of the run that has a key, of those that have held. */
  readonly made: (planKey: string) => Plan | undefined;
  /** Warnings to hand back with the outcome. */
  readonly warnings: Diagnostic[];
}

/** Where a run starts or goes on: the policy, and what the run remembers. */
export interface SessionStart {
  readonly policy: PolicySource;
  readonly memory: Memory;
  readonly skippedInRow?: number;
  readonly guards?: GuardMemory;
  /** The plan of the run that has a key; absent: there is one alone. */
  readonly made?: Session['made'];
}

/** The log that a session writes on, and the time that the run has taken before, in seconds. */
export interface SessionLog {
  readonly events: EventWriter;
  readonly seconds: number;
}

/**
 * Loads what the run's folder holds, opens the engine with the policy, and then the log: what cannot go on leaves its log
 * and its steps as they are. Throws a RunFailure.
 */
export async function openSession(
  plan: Plan,
  manifest: EmittedEngine,
  { memory, policy, guards, skippedInRow = 0, made }: SessionStart,
  openLog: () => SessionLog | Promise<SessionLog>,
  { runDirectory: run, host, onProgress, signal }: RunOptions,
): Promise<Session> {
  const paths = runPaths(run);
  const began = performance.now();
  const warnings: Diagnostic[] = [];
  const files = { tokenizer: paths.tokenizer, dataset: (name: string) => placeInRun(run, plan, name) };
  const warn = (diagnostic: Diagnostic): void => void warnings.push(diagnostic);
  const { maxPositions } = manifest.decoder;
  const experiment = expectValue(await loadExperiment(plan, files, maxPositions, { host, signal }));
  const { tokenizer } = experiment;
  const programs = openSignalPrograms(plan, { tokenizer, host, signal });
  if (plan.settings.policy.lora && manifest.engine !== 'torch')
    throw new RunFailure([report('run/adapter-engine', { engine: manifest.engine })]);
  const { device } = plan.engine;
  const sizes = await readSizes(run, device);
  const place = { plan, folder: paths.engine, manifest, host, onWarning: warn, ...(sizes && { sizes }) };
  const base = await basePolicyOf(plan, manifest, policy, run);
  const engine = expectValue(await openEngine(place, policy, base), warn);
  const { events, seconds } = await Promise.resolve()
    .then(openLog)
    .catch(async (error: unknown) => {
      await engine.close();
      throw error;
    });
  if (engine.sizes) await keepSizes(run, device, engine.sizes);
  return {
    run,
    plan,
    manifest,
    experiment,
    engine,
    extras: expectValue(await readModelExtras(paths.tokenizer)),
    events,
    writes: createBackgroundWrites(),
    commits: createBackgroundWrites(),
    progress: createProgress(plan.settings.steps, onProgress),
    signal,
    programs,
    memory,
    skippedInRow,
    ...(hasGuards(plan) && { guards: guards ?? noGuardMemory }),
    seconds: () => seconds + secondsSince(began),
    made: made ?? ((key) => (key === plan.key ? plan : undefined)),
    warnings,
  };
}

/** Ends what the session started: a checkpoint that is being written, then the engine, verifiers and programs that judge responses. */
export async function closeSession({ commits, engine, programs, experiment }: Session): Promise<void> {
  // Whoever waited for the checkpoint knows why it failed.
  await commits.settle().catch(() => undefined);
  await Promise.all([engine.close(), programs.close(), experiment.grader.close()]);
}

const hasGuards = ({ settings }: Plan): boolean =>
  settings.kind === 'reinforcement' && settings.guards !== undefined;

/** The base policy, where the objective has a divergence from it: what no optimizer step has changed yet, or the checkpoint of step 0. */
async function basePolicyOf(
  { settings }: Plan,
  manifest: EmittedEngine,
  policy: PolicySource,
  run: string,
): Promise<PolicySource | undefined> {
  if (settings.kind === 'supervised' || !settings.objective.kl) return undefined;
  if (policy.optimizerStep === 0) return policy;
  await requireBasePolicy(run);
  return checkpointSource(runPaths(run).checkpoint(0), manifest, 0);
}

/** Whether the plan has this kind of stage at this step. */
export function isPlanned({ stages, settings }: Plan, kind: StageKind, step: number): boolean {
  return stages.some((stage) => {
    if (stage.kind !== kind || step > settings.steps) return false;
    if (step === 0) return stage.first;
    return (stage.every > 0 && step % stage.every === 0) || (stage.last && step === settings.steps);
  });
}
