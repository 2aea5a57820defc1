// What every stage reads and none changes: settings, tokenizer, problems, environment.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic, Phase, Plan, ResolvedPipeline, TokenOverrideTable } from '@allot/spec';
import { hasErrors } from '@allot/spec';
import { runPaths } from '@allot/store';
import {
  compileEnvironment,
  indexOf,
  loadDataset,
  loadTokenizer,
  memoryProblems,
  openProblems,
  type ProblemSet,
  type Tokenizer,
} from '@allot/tasks';
import { report } from './catalog.js';
import { type GraderOptions, openResponseGrader, type ResponseGrader } from './grading/response-grader.js';

export interface Experiment {
  readonly settings: ResolvedPipeline;
  /** Its stop tokens are those of the plan. */
  readonly tokenizer: Tokenizer;
  readonly environment: TokenOverrideTable | undefined;
  /** Problems of every dataset that the settings use, by the dataset's name. */
  readonly datasets: ReadonlyMap<string, ProblemSet>;
  /** Longest sequence the policy can hold, in tokens. */
  readonly maxPositions: number;
  /** Judges responses; whoever loads an experiment closes it. */
  readonly grader: ResponseGrader;
}

/** Absolute paths of what an experiment reads. */
export interface ExperimentFiles {
  readonly tokenizer: string;
  readonly dataset: (name: string) => DatasetPlace;
}

/** Problems that a run has stored, or the files that a dataset is read from: none for generated ones. */
export type DatasetPlace = { readonly stored: string } | { readonly files: readonly string[] };

/** Where a run keeps the problems of a dataset; those of a run made before there was an index are read as its files are. */
export function placeInRun(run: string, { settings }: Pick<Plan, 'settings'>, name: string): DatasetPlace {
  if (settings.datasets[name]?.kind === 'arithmetic') return { files: [] };
  const stored = runPaths(run).dataset(name);
  return existsSync(indexOf(stored)) ? { stored } : { files: [stored] };
}

/** Loads the tokenizer and every dataset that training or evaluation names, in their files as given. */
export async function loadExperiment(
  plan: Pick<Plan, 'settings' | 'sources'>,
  files: ExperimentFiles,
  maxPositions: number,
  grading: GraderOptions,
): Promise<Phase<Experiment>> {
  const { settings } = plan;
  const diagnostics: Diagnostic[] = [];
  const [loaded, problems] = loadTokenizer(files.tokenizer);
  diagnostics.push(...problems);
  if (!loaded) return [undefined, diagnostics];
  const tokenizer = { ...loaded, stopTokens: settings.policy.stopTokens ?? loaded.stopTokens };
  if (tokenizer.stopTokens.length === 0) {
    return [
      undefined,
      [...diagnostics, report('run/no-stop-token', { file: path.basename(files.tokenizer) })],
    ];
  }
  const [environment, unfit] = compileEnvironment(settings.environment, settings.response, tokenizer);
  diagnostics.push(...unfit);
  const datasets = new Map<string, ProblemSet>();
  for (const name of usedDatasets(settings)) {
    const definition = settings.datasets[name];
    if (!definition) throw new Error(`the plan uses the dataset ${name} but does not define it`);
    const place = files.dataset(name);
    if ('stored' in place) {
      datasets.set(name, openProblems(place.stored));
      continue;
    }
    const encode = (text: string) => (tokenizer.canEncode(text) ? tokenizer.encode(text) : undefined);
    const [rows, malformed] = await loadDataset(definition, place.files, { encode });
    diagnostics.push(...malformed);
    if (rows) datasets.set(name, memoryProblems(rows));
  }
  if (hasErrors(diagnostics)) return [undefined, diagnostics];
  const grader = openResponseGrader(plan, grading);
  return [{ settings, tokenizer, environment, datasets, maxPositions, grader }, diagnostics];
}

/** Names of the datasets that training, evaluation and the pilot draw from. */
export function usedDatasets(settings: ResolvedPipeline): Set<string> {
  const names = new Set<string>();
  if (settings.kind === 'reinforcement') names.add(settings.training.dataset);
  if (settings.kind === 'reinforcement' && settings.pilot) names.add(settings.pilot.dataset);
  if (settings.evaluation) names.add(settings.evaluation.dataset);
  return names;
}

/** The problems of a loaded dataset. */
export function problemsOf({ datasets }: Experiment, name: string): ProblemSet {
  const problems = datasets.get(name);
  if (!problems) throw new Error(`the dataset ${name} is not loaded`);
  return problems;
}
