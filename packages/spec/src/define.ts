// The functions users write definitions with. Each returns plain data; what they add is types.

import type { AscendingBudgets } from './ascending.js';
import type {
  ArithmeticDataset,
  CsvDataset,
  DatasetDefinition,
  DatasetName,
  DatasetSplits,
  HubDataset,
  JsonDataset,
  JsonlDataset,
  NamedDataset,
  ParquetDataset,
} from './dataset-definition.js';
import type {
  DemonstrationDefinition,
  EvaluationDefinition,
  OptimizerDefinition,
  PipelineDefinition,
  ScheduleDefinition,
  ShakyScratchpad,
  SupervisedDefinition,
  TierDefinition,
  TrainingDefinition,
} from './definition.js';
import type { PilotTiers } from './pilot-definition.js';

/** A pipeline whose dataset names are checked while typing. */
export type Pipeline<Name extends string> = Omit<
  PipelineDefinition,
  'kind' | 'datasets' | 'training' | 'evaluation'
> & {
  readonly datasets: Readonly<Record<Name, DatasetDefinition>>;
  readonly training: Omit<TrainingDefinition, 'dataset'> & { readonly dataset: NoInfer<Name> };
  readonly evaluation?: Omit<EvaluationDefinition, 'dataset'> & { readonly dataset: NoInfer<Name> };
};

/** Declares a reinforcement-learning pipeline: the default export of a definition file. */
export const definePipeline = <const Name extends string>(pipeline: Pipeline<Name>): PipelineDefinition => ({
  ...pipeline,
  kind: 'reinforcement',
});

/** Declares supervised training of a base policy: the default export of a definition file. */
export const defineSupervised = (pipeline: Omit<SupervisedDefinition, 'kind'>): SupervisedDefinition => ({
  ...pipeline,
  kind: 'supervised',
});

/** What all tiers share. */
export interface TierOptions extends Omit<TierDefinition, 'budget' | 'rollouts'> {
  /** Rollouts of each prompt in every tier. */
  readonly rolloutsPerTier: number;
}

/** Tiers with the same number of rollouts each. Budgets are token counts and ascend. */
const equalTiers = <const Budgets extends readonly number[]>(
  budgets: Budgets & AscendingBudgets<Budgets>,
  { rolloutsPerTier, ...rest }: TierOptions,
): { readonly [I in keyof Budgets]: TierDefinition & { readonly budget: Budgets[I] } } =>
  (budgets as readonly number[]).map((budget) => ({ budget, rollouts: rolloutsPerTier, ...rest })) as never;

/** Tiers with these budgets; `tiers.fromPilot` has budgets that follow from the pilot. */
export const tiers = Object.assign(equalTiers, {
  /** As many tiers as `count`, by the lengths of the pilot's right responses. */
  fromPilot: ({
    count,
    ...rest
  }: Omit<PilotTiers, 'fromPilot'> & { readonly count: number }): PilotTiers => ({
    ...rest,
    fromPilot: count,
  }),
});

/** Generated arithmetic problems of graded difficulty. */
export const arithmetic = (dataset: Omit<ArithmeticDataset, 'kind'>): ArithmeticDataset => ({
  ...dataset,
  kind: 'arithmetic',
});

/** Demonstrations that overthink arithmetic problems. */
export const arithmeticDemonstrations = (
  options: Omit<DemonstrationDefinition, 'kind'>,
): DemonstrationDefinition => ({
  ...options,
  kind: 'arithmetic-demonstrations',
});

/** A named dataset's options; `split` is one of its own splits. */
export type NamedOptions<Name extends DatasetName> = Omit<NamedDataset, 'kind' | 'name' | 'split'> & {
  readonly split?: DatasetSplits[Name];
};

/** Datasets from files, from the Hugging Face hub, and by name. Paths are relative to the definition. */
export const dataset = {
  /** A JSON Lines file. */
  jsonl: (path: string, options: Omit<JsonlDataset, 'kind' | 'path'> = {}): JsonlDataset => ({
    ...options,
    kind: 'jsonl',
    path,
  }),
  /** A JSON file that holds a list of objects. */
  json: (path: string, options: Omit<JsonDataset, 'kind' | 'path'> = {}): JsonDataset => ({
    ...options,
    kind: 'json',
    path,
  }),
  /** A CSV file with a header. */
  csv: (path: string, options: Omit<CsvDataset, 'kind' | 'path'> = {}): CsvDataset => ({
    ...options,
    kind: 'csv',
    path,
  }),
  /** A Parquet file. */
  parquet: (path: string, options: Omit<ParquetDataset, 'kind' | 'path'> = {}): ParquetDataset => ({
    ...options,
    kind: 'parquet',
    path,
  }),
  /** Files of a repository of the Hugging Face hub. */
  hub: (repo: string, options: Omit<HubDataset, 'kind' | 'repo'> = {}): HubDataset => ({
    ...options,
    kind: 'hub',
    repo,
  }),
  /** A dataset that Allot knows. */
  named: <const Name extends DatasetName>(name: Name, options: NamedOptions<Name> = {}): NamedDataset => ({
    ...options,
    kind: 'named',
    name,
  }),
} as const;

/** The environment in which a written digit slips by one with some probability. */
export const shakyScratchpad = (options: Omit<ShakyScratchpad, 'kind'>): ShakyScratchpad => ({
  ...options,
  kind: 'shaky-scratchpad',
});

/** AdamW. */
export const adamw = (options: Omit<OptimizerDefinition, 'kind'>): OptimizerDefinition => ({
  ...options,
  kind: 'adamw',
});

/** Learning-rate schedules. */
export const schedule = {
  constant: (options: Pick<ScheduleDefinition, 'warmupSteps'> = {}): ScheduleDefinition => ({
    ...options,
    kind: 'constant',
  }),
  linear: (options: Omit<ScheduleDefinition, 'kind'> = {}): ScheduleDefinition => ({
    ...options,
    kind: 'linear',
  }),
  cosine: (options: Omit<ScheduleDefinition, 'kind'> = {}): ScheduleDefinition => ({
    ...options,
    kind: 'cosine',
  }),
} as const;
