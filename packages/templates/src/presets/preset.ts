// What a preset is: a published run as a definition, where each setting is from, and what was reported of it.
import type { EvaluationMode, PipelineDefinition } from '@allot/spec';
import { type ExperimentSettings, type SettingOrigins, type StatedSettings, separate } from './stated.js';

/** Models that the runs begin with: repositories of the Hugging Face hub by the last part of their names. */
export const baseModels = {
  'DeepSeek-R1-Distill-Qwen-1.5B': 'deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B',
  'DeepScaleR-1.5B-Preview': 'agentica-org/DeepScaleR-1.5B-Preview',
  'DeepSeek-R1-Distill-Qwen-14B': 'deepseek-ai/DeepSeek-R1-Distill-Qwen-14B',
  'Qwen2.5-32B': 'Qwen/Qwen2.5-32B',
} as const;

export type BaseModel = keyof typeof baseModels;

export interface Paper {
  readonly title: string;
  /** Number at arXiv, such as `2507.15844`; absent of what is not there. */
  readonly arxiv?: string;
  /** Released code, as repository at commit. */
  readonly code?: string;
}

/** One benchmark of a published table. */
export interface PublishedResult {
  readonly benchmark: string;
  /** Percent. */
  readonly accuracy: number;
  /** Mean tokens a response; absent where they are not recorded. */
  readonly tokens?: number;
  /** The base model's own, under the same protocol. */
  readonly base?: { readonly accuracy: number; readonly tokens: number };
}

/** As `allot eval --mode` has it. */
export type PublishedMode = EvaluationMode | `budget=${number}`;

export interface PublishedTable {
  /** Whose table it is: the method's own paper, or another that ran it. */
  readonly source: string;
  readonly mode: PublishedMode;
  readonly results: readonly PublishedResult[];
}

export type EngineName = 'onnx' | 'torch' | 'verl' | 'trl';

export interface Preset {
  readonly name: string;
  readonly method: string;
  readonly title: string;
  readonly paper: Paper;
  readonly base: BaseModel;
  readonly definition: PipelineDefinition;
  readonly origins: SettingOrigins;
  /** What the paper does not state. */
  readonly unstated: readonly string[];
  /** What of the method is left out, because a definition cannot say it. None: the preset is the published run. */
  readonly missing: readonly string[];
  /** The diagnostic of each engine that cannot express the definition; the others can. */
  readonly refusedBy: Readonly<Partial<Record<EngineName, string>>>;
  /** Empty: not recorded. */
  readonly published: readonly PublishedTable[];
}

interface PresetDeclaration
  extends Pick<Preset, 'name' | 'method' | 'title' | 'paper' | 'base' | 'unstated'>,
    Partial<Pick<Preset, 'missing' | 'refusedBy' | 'published'>> {
  readonly settings: StatedSettings;
  /** Findings that are meant, each with the reason. */
  readonly allow?: Readonly<Record<string, string>>;
}

/** A preset whose definition names its model as a folder in `models` beside it, and the cluster engine where that can express it. */
export function definePreset({ settings, allow, ...declared }: PresetDeclaration): Preset {
  const [experiment, origins] = separate(settings);
  const refusedBy = declared.refusedBy ?? {};
  return {
    missing: [],
    published: [],
    ...declared,
    refusedBy,
    definition: {
      kind: 'reinforcement',
      name: declared.name,
      description: declared.title,
      policy: { model: `models/${declared.base}` },
      ...inOrder(experiment),
      ...(allow && { allow }),
      engine: refusedBy.verl === undefined ? { name: 'verl' } : { name: 'torch', device: 'cuda' },
    },
    origins,
  };
}

/** The order in which definitions are written. */
const order = [
  'seed',
  'steps',
  'datasets',
  'prompt',
  'response',
  'tiers',
  'reward',
  'advantage',
  'cut',
  'objective',
  'optimizer',
  'training',
  'evaluation',
  'checkpoints',
] as const satisfies readonly (keyof ExperimentSettings)[];

const inOrder = (settings: ExperimentSettings): ExperimentSettings => ({
  ...(Object.fromEntries(order.flatMap((key) => (key in settings ? [[key, settings[key]]] : []))) as object),
  ...settings,
});

/** Rows `[benchmark, accuracy, tokens, base's accuracy, base's tokens]` of a published table. */
export const publishedTable = (
  source: string,
  rows: readonly (readonly [string, number, number?, number?, number?])[],
  mode: PublishedMode = 'natural',
): PublishedTable => ({
  source,
  mode,
  results: rows.map(([benchmark, accuracy, tokens, baseAccuracy, baseTokens]) => ({
    benchmark,
    accuracy,
    ...(tokens !== undefined && { tokens }),
    ...(baseAccuracy !== undefined &&
      baseTokens !== undefined && { base: { accuracy: baseAccuracy, tokens: baseTokens } }),
  })),
});
