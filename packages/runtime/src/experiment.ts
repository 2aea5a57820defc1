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

export interface Experiment {
  readonly settings: ResolvedPipeline;
  readonly tokenizer: Tokenizer;
  readonly stopToken: number;
  readonly environment: TokenOverrideTable | undefined;
  /** Problems of every dataset that the settings use, by the dataset's name. */
  readonly datasets: ReadonlyMap<string, ProblemSet>;
  /** Longest sequence the policy can hold, in tokens. */
  readonly maxPositions: number;
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
  { settings }: Pick<Plan, 'settings'>,
  files: ExperimentFiles,
  maxPositions: number,
): Promise<Phase<Experiment>> {
  const diagnostics: Diagnostic[] = [];
  const [tokenizer, problems] = loadTokenizer(files.tokenizer);
  diagnostics.push(...problems);
  if (!tokenizer) return [undefined, diagnostics];
  const { stopToken } = tokenizer;
  if (stopToken === undefined) {
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
  return [{ settings, tokenizer, stopToken, environment, datasets, maxPositions }, diagnostics];
}

/** Names of the datasets that training and evaluation draw from. */
export function usedDatasets(settings: ResolvedPipeline): Set<string> {
  const names = new Set<string>();
  if (settings.kind === 'reinforcement') names.add(settings.training.dataset);
  if (settings.evaluation) names.add(settings.evaluation.dataset);
  return names;
}

/** The problems of a loaded dataset. */
export function problemsOf({ datasets }: Experiment, name: string): ProblemSet {
  const problems = datasets.get(name);
  if (!problems) throw new Error(`the dataset ${name} is not loaded`);
  return problems;
}
