// Evaluates a policy on its own: a checkpoint of a run, or a model folder of the same architecture.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Diagnostic,
  difficultyRanges,
  type EmittedEngine,
  type Phase,
  type Plan,
  type ResolvedEvaluation,
} from '@allot/spec';
import { brokenCheckpoint, runPaths, verifyCheckpoint } from '@allot/store';
import { report } from './catalog.js';
import { findEngineManifest, prepareEngineFolder } from './engine-folder.js';
import { type Evaluated, evaluateInParts } from './evaluate-in-parts.js';
import {
  type EvaluationFolder,
  type EvaluationIdentity,
  openEvaluationFolder,
  shortKey,
} from './evaluation-folder.js';
import { identityOf } from './evaluation-identity.js';
import { chooseProblems } from './evaluation-problems.js';
import { type DatasetPlace, loadExperiment, placeInRun, problemsOf } from './experiment.js';
import { type Cleanup, guard } from './guard-run.js';
import { openEngine, withEngine } from './open-engine.js';
import type { EvaluateOptions, EvaluationOutcome } from './outcome.js';
import { modelSource } from './policy-source.js';
import { expectValue, RunFailure } from './run-failure.js';
import { evaluationResult } from './stages/evaluate.js';
import { requireInputs } from './verify-run.js';

type Warn = (diagnostic: Diagnostic) => void;

/** Results in the order of `modes`; trajectories are kept where `keep` says. Rejects with the signal's reason when it aborts. */
export function evaluateCheckpoint(options: EvaluateOptions): Promise<Phase<EvaluationOutcome>> {
  const warnings: Diagnostic[] = [];
  const warn: Warn = (diagnostic) => void warnings.push(diagnostic);
  return guard<Phase<EvaluationOutcome>>(
    async (cleanup) => {
      const evaluation = evaluationOf(options);
      const plan = planWith(options, evaluation);
      const model = await findModel(options.checkpointDirectory);
      const { folder, manifest } = await findEngine({ ...options, plan }, cleanup, warn);
      const stored = storedBy(options, evaluation.dataset);
      if (stored !== undefined) await requireInputs(stored);
      const files = {
        tokenizer: path.join(model, 'tokenizer.json'),
        dataset: (name: string) => findDataset(options, name),
      };
      const { maxPositions } = manifest.decoder;
      const { host, signal } = options;
      const experiment = expectValue(await loadExperiment(plan, files, maxPositions, { host, signal }), warn);
      cleanup.add(() => experiment.grader.close());
      const place = { plan, folder, manifest, host, onWarning: warn };
      const engine = expectValue(await openEngine(place, modelSource(model, manifest)), warn);
      cleanup.add(() => engine.close());
      const problems = chooseProblems(problemsOf(experiment, evaluation.dataset), options.problems);
      const levels = { ...evaluation, difficulty: difficultyRanges(evaluation.difficulty, problems) };
      const kept = options.keep && {
        folder: await openKept(options.keep, await identityOf(plan, levels, problems, model)),
      };
      const evaluated: Evaluated = { experiment, engine, evaluation: levels, problems, folder: kept?.folder };
      const results = [];
      for (const mode of options.modes) {
        const rows = await evaluateInParts(evaluated, mode, options);
        results.push(evaluationResult(levels, mode, rows));
        const { maxTokens } = evaluation;
        const count = rows.filter((row) => row.finishReason === 'length' && row.tokens < maxTokens).length;
        if (count > 0) warn(report('evaluate/out-of-positions', { mode, count, maxTokens, maxPositions }));
      }
      await kept?.folder.finish(results, levels.difficulty);
      return [{ results, ...(kept ? { folder: kept.folder.path } : {}) }, warnings];
    },
    (diagnostics) => [undefined, [...warnings, ...diagnostics]],
  );
}

async function openKept(
  keep: NonNullable<EvaluateOptions['keep']>,
  identity: EvaluationIdentity,
): Promise<EvaluationFolder> {
  return expectValue(await openEvaluationFolder(keep(shortKey(identity)), identity));
}

/** The plan's evaluation with the caller's overrides, or one made of them. */
function evaluationOf(options: EvaluateOptions): ResolvedEvaluation {
  const { settings } = options.plan;
  const planned = settings.evaluation;
  const dataset = options.dataset ?? (options.data ? 'data' : planned?.dataset);
  if (dataset === undefined) throw new RunFailure([report('evaluate/not-defined', {})]);
  const names = Object.keys(settings.datasets);
  if (!options.data && !names.includes(dataset)) {
    throw new RunFailure([
      report('evaluate/unknown-dataset', { name: dataset, names: names.join(', ') || 'none' }),
    ]);
  }
  return {
    modes: ['natural'],
    efficientPrefill: settings.kind === 'supervised' ? settings.demonstrations.efficientPrefill : '[min]',
    difficulty: {},
    ...planned,
    dataset,
    samplesPerProblem: options.samplesPerProblem ?? planned?.samplesPerProblem ?? 1,
    temperature: options.temperature ?? planned?.temperature ?? 1,
    topP: options.topP ?? planned?.topP ?? 1,
    maxTokens: options.maxTokens ?? planned?.maxTokens ?? settings.response.maxTokens,
  };
}

/** The plan as far as an evaluation reads it: only its dataset is loaded. */
function planWith({ plan: planned, engine, data }: EvaluateOptions, evaluation: ResolvedEvaluation): Plan {
  const plan = withEngine(planned, engine);
  const { settings } = plan;
  const datasets = data ? { [evaluation.dataset]: data.definition } : settings.datasets;
  const usual =
    data && data.definition.kind !== 'arithmetic' ? ({ kind: 'math', timeout: 1 } as const) : undefined;
  const grading = settings.grading ?? usual;
  const evaluated =
    settings.kind === 'supervised'
      ? { ...settings, datasets, evaluation, ...(grading && { grading }) }
      : {
          ...settings,
          datasets,
          evaluation,
          ...(grading && { grading }),
          training: { ...settings.training, dataset: evaluation.dataset },
        };
  return { ...plan, settings: evaluated };
}

/** The model folder inside a checkpoint, which must be intact, or the folder itself. */
async function findModel(checkpoint: string): Promise<string> {
  const inside = path.join(checkpoint, 'policy');
  if (!(await isFolder(inside))) return checkpoint;
  const problem = await verifyCheckpoint(checkpoint);
  if (problem !== undefined) throw new RunFailure([brokenCheckpoint(checkpoint, problem)]);
  return inside;
}

async function findEngine(
  { plan, host, engineFolder }: EvaluateOptions,
  cleanup: Cleanup,
  warn: Warn,
): Promise<{ folder: string; manifest: EmittedEngine }> {
  const there = engineFolder === undefined ? undefined : await findEngineManifest(plan, engineFolder);
  if (engineFolder !== undefined && there) return { folder: engineFolder, manifest: there };
  if (engineFolder !== undefined && !host.emit)
    throw new RunFailure([report('run/no-emitter', { folder: engineFolder })]);
  const temporary = await mkdtemp(path.join(tmpdir(), 'allot-engine-'));
  cleanup.add(() => rm(temporary, { recursive: true, force: true }));
  const folder = path.join(temporary, 'engine');
  return { folder, manifest: expectValue(await prepareEngineFolder(plan, folder, host), warn) };
}

/** A file given by the caller, what the checkpoint's run has stored, or the files the plan was made from. */
function findDataset(options: EvaluateOptions, name: string): DatasetPlace {
  const { plan, data } = options;
  if (data !== undefined) return { files: data.files };
  const run = storedBy(options, name);
  return run === undefined ? { files: plan.sources.datasets[name] ?? [] } : placeInRun(run, plan, name);
}

/** The run that has stored the problems of a dataset, if the checkpoint is of one. */
function storedBy({ plan, data, checkpointDirectory }: EvaluateOptions, name: string): string | undefined {
  if (data !== undefined || plan.sources.datasets[name] === undefined) return undefined;
  const run = path.resolve(checkpointDirectory, '..', '..');
  return existsSync(runPaths(run).dataset(name)) ? run : undefined;
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
