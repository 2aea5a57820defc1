// A definition after lowering: every default filled in, every reference settled, shapes as expressions.
import type { TokenScope } from './credit.js';
import type { DatasetDefinition } from './dataset-definition.js';
import type {
  CheckpointDefinition,
  DemonstrationDefinition,
  EngineDefinition,
  EnvironmentDefinition,
  EvaluationDefinition,
  OptimizerDefinition,
  ResponseDefinition,
  ScheduleDefinition,
  SupervisedTrainingDefinition,
  TierDefinition,
  TrainingDefinition,
} from './definition.js';
import type { GateDefinition } from './gate-definition.js';
import type { CommandGrading, ExactGrading, MathGrading, ModuleGrading } from './grading-definition.js';
import type {
  AccuracyGuard,
  EntropyGuard,
  ExplorationGuard,
  GuardDefinition,
  HackingGuard,
  RangeGuard,
  RollbackAction,
  SpendingGuard,
  StarvingGuard,
  ThinkingGuard,
} from './guard-definition.js';
import type { LoraDefinition } from './lora.js';
import type { KlCovDefinition, KlDefinition, ObjectiveDefinition } from './objective.js';
import type { PilotDefinition } from './pilot-definition.js';
import type { ChatTemplate, PromptDefinition } from './prompt.js';
import type { Expression, ResolvedShape } from './shape/expression.js';
import type { ResolvedCells } from './shape/memory.js';
import type { SignalDefinition } from './signal-definition.js';

/** `T` with every optional member present. */
type Filled<T, Optional extends keyof T = never> = {
  readonly [K in keyof T as K extends Optional ? never : K]-?: T[K];
} & {
  readonly [K in Optional]?: Exclude<T[K], undefined>;
};

export type ResolvedPipeline = ResolvedReinforcement | ResolvedSupervised;

interface ResolvedCommon {
  /** @pattern ^[a-z0-9][a-z0-9-]{0,63}$ */
  readonly name: string;
  readonly description?: string;
  /** @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly seed: number;
  /** @asType integer @minimum 1 @maximum 999999 */
  readonly steps: number;
  readonly policy: ResolvedPolicy;
  readonly datasets: Readonly<Record<string, ResolvedDataset>>;
  readonly environment?: EnvironmentDefinition;
  readonly response: Filled<ResponseDefinition, 'segmentBreak'>;
  /** Absent: letter by letter. */
  readonly grading?: ResolvedGrading;
  readonly optimizer: Filled<Omit<OptimizerDefinition, 'schedule'>> & {
    readonly schedule: Filled<ScheduleDefinition>;
  };
  readonly evaluation?: Filled<EvaluationDefinition, 'everySteps' | 'problemsWhileTraining'>;
  readonly checkpoints: Filled<CheckpointDefinition>;
}

export interface ResolvedReinforcement extends ResolvedCommon {
  readonly kind: 'reinforcement';
  readonly prompt?: ResolvedPrompt;
  /** Those that follow from the pilot too. */
  readonly tiers: readonly Filled<TierDefinition, TierPlan>[];
  readonly reward: ResolvedShape;
  readonly advantage: ResolvedShape;
  readonly credit?: readonly ResolvedCredit[];
  readonly cut?: ResolvedCut;
  readonly objective: ResolvedObjective;
  readonly training: Filled<TrainingDefinition, 'skipNotFinite'>;
  /** The run's memory, by name of the cell. */
  readonly state: ResolvedCells;
  /** Numbers from outside, by name. */
  readonly signals?: Readonly<Record<string, ResolvedSignal>>;
  readonly pilot?: Filled<PilotDefinition>;
  /** What watches the run. */
  readonly guards?: readonly ResolvedGuard[];
  /** Where the run waits for a person. */
  readonly gates?: readonly GateDefinition[];
  /** Reasons for findings that are meant, by code. */
  readonly allow: Readonly<Record<string, string>>;
}

/** A guard whose name and action are settled. */
export type ResolvedGuard =
  | SettledGuard<ExplorationGuard>
  | SettledGuard<StarvingGuard>
  | SettledGuard<EntropyGuard>
  | SettledGuard<ThinkingGuard>
  | SettledGuard<HackingGuard>
  | SettledGuard<AccuracyGuard, 'difficulty'>
  | SettledGuard<RangeGuard, 'atLeast' | 'atMost'>
  | SettledGuard<SpendingGuard, 'tokens' | 'hours' | 'gigabytes'>;

type SettledGuard<
  Guard extends GuardDefinition,
  Optional extends keyof Omit<Guard, 'action'> = never,
> = Filled<Omit<Guard, 'action'>, Optional> & { readonly action: ResolvedAction };

export type ResolvedAction = 'warn' | 'stop' | Required<RollbackAction>;

/** With the template `chat` there is one. */
export type ResolvedPrompt = Filled<PromptDefinition, 'system' | 'today'> & { readonly chat?: ChatTemplate };

export type ResolvedObjective = Filled<Omit<ObjectiveDefinition, 'kl' | 'klCov'>, 'dualClip' | 'groups'> & {
  readonly kl?: Filled<KlDefinition>;
  readonly klCov?: Filled<KlCovDefinition>;
};

/** A module carries the sha256 of its file. */
export type ResolvedGrading =
  | ExactGrading
  | Filled<MathGrading, 'tolerance'>
  | (Filled<ModuleGrading> & { readonly digest: string })
  | Filled<CommandGrading>;

export type ResolvedSignal = Filled<SignalDefinition, 'range'>;

export interface ResolvedSupervised extends ResolvedCommon {
  readonly kind: 'supervised';
  readonly demonstrations: Filled<DemonstrationDefinition>;
  readonly training: Filled<SupervisedTrainingDefinition, 'skipNotFinite'>;
}

/** What a tier may leave out; `closing` is there where `thinkingCap` is. */
type TierPlan = 'name' | 'system' | 'promptSuffix' | 'firstToken' | 'thinkingCap' | 'closing';

/** `to` and `when` read rows before the reward. */
export interface ResolvedCut {
  readonly to: Expression;
  readonly when: Expression;
  readonly atLeast: number;
}

export interface ResolvedCredit {
  readonly tokens: TokenScope;
  readonly multiply?: Expression;
  readonly add?: Expression;
}

/** Tiers carry `prefill: ''` where they state nothing. */
export type ResolvedTier = ResolvedReinforcement['tiers'][number];
export type ResolvedEvaluation = NonNullable<ResolvedCommon['evaluation']>;
export type ResolvedEngine = Filled<EngineDefinition, 'python' | 'processes' | 'sampler' | 'deterministic'>;

/** The policy by content: equal weights give an equal key wherever the folder lies. */
export interface ResolvedPolicy {
  /** Hugging Face config.json, as read or as made from the architecture. */
  readonly config: Readonly<Record<string, unknown>>;
  /** sha256 of all weights; absent for a policy with new weights (they follow from the seed). */
  readonly weightsDigest?: string;
  readonly tokenizerDigest: string;
  /** Tokens that end a response; absent where the tokenizer's `eos_token` alone does. */
  readonly stopTokens?: readonly number[];
  readonly parameters: number;
  /** Absent: all weights are trained. */
  readonly lora?: ResolvedLora;
}

/** Targets in the order of `loraTargets`. */
export type ResolvedLora = Filled<LoraDefinition>;

/** A dataset by content: files carry their digest. */
export type ResolvedDataset = DatasetDefinition & {
  /** sha256 of the file; of the files' digests where there are several. */
  readonly digest?: string;
  /** Problems that are used. */
  readonly rows?: number;
  /** Rows that the filter or the policy for bad rows leaves out, by reason; absent where there are none. */
  readonly dropped?: Readonly<Record<string, number>>;
};

/** Where things lie on this machine; beside the settings, not part of the plan's key. */
export interface PlanSources {
  /** Absolute path of the definition. */
  readonly definition: string;
  /** Absolute path of the model folder, when the policy is pretrained. */
  readonly model?: string;
  /** Absolute path of the tokenizer.json. */
  readonly tokenizer: string;
  /** Absolute paths of each dataset's files, in their order, by dataset name. */
  readonly datasets: Readonly<Record<string, readonly string[]>>;
}
