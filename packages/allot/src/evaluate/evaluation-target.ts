// What `allot eval` evaluates: a checkpoint of a run with the run's settings, or a model folder with those of the command line.
import { basename, resolve } from 'node:path';
import type { DatasetDefinition, LocatedDataset, Phase, Plan } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { type ChosenDataset, chooseDataset, datasetOf, type HubListeners, locate } from './choose-dataset.js';
import { isModel, type ModelSettings, planModel } from './model-plan.js';
import { openCheckpoint } from './open-checkpoint.js';

export interface EvaluationTarget extends ChosenDataset {
  readonly plan: Plan;
  /** A checkpoint folder or a model folder. */
  readonly checkpointDirectory: string;
  /** Where the emitted stages lie; absent for a model. */
  readonly engineFolder?: string;
  /** What a folder of its trajectories is called, but for a key at its end. */
  readonly name: string;
}

/** Diagnostics: `eval/*`, and those of the run, the model and the dataset. */
export async function findTarget(
  path: string,
  data: string | undefined,
  settings: ModelSettings,
  hub: HubListeners,
): Promise<Phase<EvaluationTarget>> {
  return isModel(path) ? findModel(path, data, settings, hub) : findCheckpoint(path, data, settings, hub);
}

async function findCheckpoint(
  path: string,
  data: string | undefined,
  settings: ModelSettings,
  hub: HubListeners,
): Promise<Phase<EvaluationTarget>> {
  const stated = Object.keys(settings).filter((name) => name !== 'maxTokens');
  if (stated.length > 0)
    return [undefined, [reportCommand('eval/settings-of-run', { flags: stated.map(flagOf).join(', ') })]];
  const [opened, problems] = await openCheckpoint(path);
  if (opened === undefined) return [undefined, problems];
  const { run, checkpointDirectory } = opened;
  const [dataset, unknown] = await chooseDataset(run.plan, data, hub);
  if (dataset === undefined) return [undefined, [...problems, ...unknown]];
  const called = dataset.dataset ?? labelOf(data ?? 'data');
  return [
    {
      ...dataset,
      dataset: called,
      plan: run.plan,
      checkpointDirectory,
      engineFolder: resolve(run.directory, 'engine'),
      name: nameOf(`${basename(resolve(run.directory))}-${basename(checkpointDirectory)}`, called),
    },
    [...problems, ...unknown],
  ];
}

async function findModel(
  path: string,
  data: string | undefined,
  settings: ModelSettings,
  hub: HubListeners,
): Promise<Phase<EvaluationTarget>> {
  if (data === undefined) return [undefined, [reportCommand('eval/model-without-data', {})]];
  const [named, mistakes] = await datasetOf(data);
  const definition = named && withoutLong(named, settings.maxPromptTokens);
  if (!definition)
    return [
      undefined,
      mistakes.length > 0 ? mistakes : [reportCommand('eval/unknown-benchmark', { name: data })],
    ];
  const [chosen, missing] = await locate(definition, hub);
  if (!chosen) return [undefined, missing];
  const [plan, diagnostics] = await planModel(path, definition, settings);
  if (!plan) return [undefined, diagnostics];
  return [
    {
      data: chosen.data as LocatedDataset,
      dataset: labelOf(data),
      plan,
      checkpointDirectory: plan.sources.model ?? resolve(path),
      name: nameOf(basename(path.startsWith('allot:') ? path.slice('allot:'.length) : resolve(path)), data),
    },
    diagnostics,
  ];
}

/** The dataset without problems that are too long for the policy. */
const withoutLong = (
  definition: DatasetDefinition,
  maxPromptTokens: number | undefined,
): DatasetDefinition =>
  definition.kind === 'arithmetic' || maxPromptTokens === undefined
    ? definition
    : { ...definition, filter: { maxPromptTokens } };

/** `math-500` for `math-500=FILE`, the name of a file without its folder. */
const labelOf = (data: string): string =>
  basename(data.includes('=') ? data.slice(0, data.indexOf('=')) : data);

/** A name that a folder can have. */
const nameOf = (policy: string, data: string): string =>
  `${policy}-${labelOf(data).replace(/\.[a-z.]+$/i, '')}`.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');

/** `reasoningOpen` as `--reasoning-open`. */
const flagOf = (setting: string): string =>
  `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
