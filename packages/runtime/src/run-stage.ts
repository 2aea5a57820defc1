// Runs one stage of one step over the files of a run; what it writes has the bytes that the whole run gives.
import { mkdir } from 'node:fs/promises';
import type { Diagnostic, ResolvedReinforcement, RunEvent, StageKind } from '@allot/spec';
import {
  acquireLock,
  listCheckpoints,
  openRunDirectory,
  planAt,
  planOfKey,
  recoverCheckpoints,
  runPaths,
  sealFolder,
  truncateEvents,
  writeAdvantages,
  writeRollouts,
  writeScores,
} from '@allot/store';
import { report } from './catalog.js';
import { tellChange } from './changes/tell-change.js';
import { closeCheckpoint, commitCheckpoint } from './commit-checkpoint.js';
import { keepEngineFolder, prepareEngineFolder } from './engine-folder.js';
import { openEventWriter } from './event-writer.js';
import { loadExperiment, placeInRun } from './experiment.js';
import { type Cleanup, guardRun } from './guard-run.js';
import { settingsNow } from './guards/settings-now.js';
import { watchStep } from './guards/watch-step.js';
import { withEngine } from './open-engine.js';
import type { RunOutcome, StageOptions } from './outcome.js';
import { pilotInRun } from './pilot-in-run.js';
import { checkpointSource } from './policy-source.js';
import { expectValue, RunFailure } from './run-failure.js';
import { closeSession, isPlanned, openSession, type Session, type SessionLog } from './session.js';
import { openSignalPrograms } from './signals/signal-programs.js';
import {
  carriedFrom,
  loadAdvantages,
  loadCheckpoint,
  loadRollouts,
  loadScores,
  memoryBefore,
  type StageContext,
} from './stage-context.js';
import { advantageStage } from './stages/advantage.js';
import { rolloutStage } from './stages/rollout.js';
import { scoreStage } from './stages/score.js';
import { stepFile } from './step-files.js';
import { completeStep, isAbort, reinforceUpdate, runEvaluation, superviseStep } from './train.js';
import { requireInputs } from './verify-run.js';

export function runStage(options: StageOptions): Promise<RunOutcome> {
  const { runDirectory: run, host, kind, step, signal } = options;
  return guardRun(run, async (cleanup) => {
    const diagnostics: Diagnostic[] = [];
    const warn = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
    expectValue(await openRunDirectory(run), warn);
    const lock = expectValue(acquireLock(run), warn);
    cleanup.add(() => lock.release());
    const opened = expectValue(await openRunDirectory(run), warn);
    const plan = withEngine(planAt(opened, step), options.engine);
    await recoverCheckpoints(run);
    if (!isPlanned(plan, kind, step)) throw notPlanned(plan.settings.steps, kind, step);
    const paths = runPaths(run);
    const manifest = expectValue(await prepareEngineFolder(plan, paths.engine, host), warn);
    await keepEngineFolder(paths.engine);
    await requireInputs(run);
    const files = { tokenizer: paths.tokenizer, dataset: (name: string) => placeInRun(run, plan, name) };
    const { maxPositions } = manifest.decoder;
    const experiment = expectValue(await loadExperiment(plan, files, maxPositions, { host, signal }));
    cleanup.add(() => experiment.grader.close());
    const context = { options, run, step, kind, opened, plan, manifest, experiment, warn };
    try {
      await stages[kind](context, cleanup);
      return { status: 'finished', runDirectory: run, step, diagnostics };
    } catch (error) {
      if (!isAbort(error, signal)) throw error;
      return { status: 'interrupted', runDirectory: run, step, diagnostics };
    }
  });
}

function notPlanned(steps: number, kind: StageKind, step: number): RunFailure {
  const remedy = `The run has the steps 1 to ${steps}; \`allot plan\` lists which stages run at which of them.`;
  return new RunFailure([report('stage/not-planned', { kind, step, remedy })]);
}

type Stage = (context: StageContext, cleanup: Cleanup) => Promise<void>;

const stages: Readonly<Record<StageKind, Stage>> = {
  pilot: async (context, cleanup) => {
    const session = await openAt(context, cleanup, 0);
    await pilotInRun(session, { again: true });
  },

  /** Demonstrations follow from the seed and the step alone; the update stage makes them itself. */
  demonstrate: async () => undefined,

  rollout: async (context, cleanup) => {
    const { run, step, experiment, options } = context;
    const session = await openAt(context, cleanup, step - 1);
    const settings = reinforcement(context);
    const count = settings.training.promptsPerStep * settings.training.rolloutsPerPrompt;
    const rollouts = await rolloutStage(experiment, settings, session.engine, step, session.memory, {
      onProgress: session.progress.begin('rollout', step, { rollouts: count }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    await mkdir(stepFile(run, step).folder, { recursive: true });
    await writeRollouts(stepFile(run, step).rollouts, rollouts);
    await sealFolder(stepFile(run, step).folder);
  },

  score: async (context, cleanup) => {
    const { run, step, experiment, plan, options } = context;
    const rollouts = await loadRollouts(context);
    const memory = await memoryBefore(context);
    const programs = openSignalPrograms(plan, {
      tokenizer: experiment.tokenizer,
      host: options.host,
      signal: options.signal,
    });
    cleanup.add(() => programs.close());
    const settings = reinforcement(context);
    await writeScores(
      stepFile(run, step).scores,
      await scoreStage(experiment, settings, step, rollouts, memory, programs),
    );
    await sealFolder(stepFile(run, step).folder);
  },

  advantage: async (context) => {
    const { run, step, experiment } = context;
    const rollouts = await loadRollouts(context);
    const scores = await loadScores(context, rollouts);
    const memory = await memoryBefore(context);
    const settings = reinforcement(context);
    const advantages = advantageStage(experiment, settings, step, rollouts, scores, memory);
    await writeAdvantages(stepFile(run, step).advantages, advantages);
    await sealFolder(stepFile(run, step).folder);
  },

  update: async (context, cleanup) => {
    const { step, plan } = context;
    const { settings } = plan;
    const frontier = await isFrontier(context, step - 1);
    const session = await openAt(context, cleanup, step - 1, frontier);
    const began = performance.now();
    const done =
      settings.kind === 'supervised'
        ? await superviseStep(session, settings, step)
        : await updateFromFiles(context, session, settingsNow(settings, session.guards));
    await completeStep(session, step, done, began);
    await session.writes.settle();
    if (frontier) await commitCheckpoint(session, step, { interim: true });
  },

  evaluate: async (context, cleanup) => {
    const { step } = context;
    const { interim } = (await loadCheckpoint(context, step)).state;
    const frontier = interim && (await isFrontier(context, step));
    const session = await openAt(context, cleanup, step, frontier);
    await runEvaluation(session, step);
    if (frontier) await commitCheckpoint(session, step, { interim: true });
  },

  checkpoint: async (context, cleanup) => {
    const { step } = context;
    const checkpoint = await loadCheckpoint(context, step);
    if (!checkpoint.state.interim) return;
    const session = await openAt(context, cleanup, step, true);
    const verdict = await watchStep(session, step);
    if (typeof verdict !== 'object') await commitCheckpoint(session, step, { interim: false });
  },
};

async function updateFromFiles(context: StageContext, session: Session, settings: ResolvedReinforcement) {
  const rollouts = await loadRollouts(context);
  const scores = await loadScores(context, rollouts);
  const advantages = await loadAdvantages(context, rollouts);
  return reinforceUpdate(session, settings, context.step, { rollouts, scores, advantages });
}

function reinforcement({ plan }: StageContext): ResolvedReinforcement {
  if (plan.settings.kind !== 'reinforcement') throw new Error('supervised plans have no such stage');
  return plan.settings;
}

/** Whether the run has got no further than this step's checkpoint, so that a stage alone may carry it on. */
async function isFrontier({ run }: StageContext, step: number): Promise<boolean> {
  const latest = (await listCheckpoints(run)).at(-1);
  return latest === step;
}

/**
 * The run with the policy of a step's checkpoint. At the frontier the log is cut back to that checkpoint and goes
 * on; elsewhere its events are left as they are.
 */
async function openAt(
  context: StageContext,
  cleanup: Cleanup,
  step: number,
  frontier = false,
): Promise<Session> {
  const { run, opened, plan, manifest, options } = context;
  const checkpoint = await loadCheckpoint(context, step);
  const { optimizerStep, events: count, eventsDigest = '', interim, skippedInRow = 0 } = checkpoint.state;
  let kept: readonly RunEvent[] = [];
  const silent = {
    emit: () => undefined,
    reproducible: () => count,
    digest: () => eventsDigest,
    sync: () => undefined,
    close: () => undefined,
  };
  const openLog = async (): Promise<SessionLog> => {
    if (!frontier) return { events: silent, seconds: 0 };
    kept = await truncateEvents(runPaths(run).events, count);
    const events = openEventWriter(run, kept, options.onEvent);
    cleanup.add(() => events.close());
    return { events, seconds: 0 };
  };
  const policy = checkpointSource(checkpoint.folder, manifest, optimizerStep);
  const made = (key: string) => planOfKey(opened, key);
  const start = { policy, made, skippedInRow, ...carriedFrom(context, checkpoint.state) };
  const session = await openSession(plan, manifest, start, openLog, options);
  cleanup.add(() => closeSession(session));
  if (frontier && !interim) await closeCheckpoint(session, step);
  if (frontier) tellChange(session.events, opened, plan, kept, step);
  return session;
}
