// What a caller of the executor gives and gets.
import type {
  Diagnostic,
  EmittedEngine,
  EvaluationMode,
  EvaluationResult,
  LocatedDataset,
  Phase,
  Plan,
  ResolvedEngine,
  RunEvent,
  StageKind,
} from '@allot/spec';
import type { OpenEngine } from './engine.js';

/** What the executor needs from outside its room. */
export interface RuntimeHost {
  /** Version of Allot, written into run.json. */
  readonly version: string;
  /** Writes the plan's executable stages into a folder: the compiler's `emitPlan`. Needed when no engine folder is given. */
  readonly emit?: (plan: Plan, folder: string) => Promise<Phase<EmittedEngine>>;
  /** Opens the engine that the plan names. Absent: the onnx engine. */
  readonly openEngine?: OpenEngine;
  /** Whether programs that a plan names may be started. Absent: they may not. */
  readonly allowCommands?: boolean;
}

export interface RunOptions {
  readonly runDirectory: string;
  readonly host: RuntimeHost;
  /** Every event, after it stands in events.jsonl. */
  readonly onEvent?: (event: RunEvent) => void;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Aborting abandons the step under way, commits the last completed one and ends the run as interrupted. */
  readonly signal?: AbortSignal;
}

/** What runs a plan's stages, instead of what the plan says; results of another engine are the same up to rounding. */
export type EngineChoice = Partial<ResolvedEngine>;

export interface StartOptions extends RunOptions {
  readonly plan: Plan;
  /** Folder with emitted stages, copied into the run. Absent: `host.emit` makes them. */
  readonly engineFolder?: string;
  /** Folder with the plan's pilot, copied into the run. Absent: it is run. */
  readonly pilotFolder?: string;
}

export interface ResumeOptions extends RunOptions {
  /** A plan that takes over from the run's own, from its newest checkpoint on; accepted by the caller. */
  readonly change?: Plan;
  readonly engine?: EngineChoice;
}

export interface StageOptions extends RunOptions {
  readonly engine?: EngineChoice;
  readonly kind: StageKind;
  /** Training step, from 1; 0 only for `pilot`, `evaluate` and `checkpoint`. */
  readonly step: number;
}

export interface PilotOptions extends Pick<RunOptions, 'host' | 'onProgress' | 'signal'> {
  readonly plan: Plan;
  /** Where pilot.json and pilot.parquet are written. */
  readonly folder: string;
}

export interface EvaluateOptions {
  /** A checkpoint folder, or a Hugging Face model folder of the plan's architecture. */
  readonly checkpointDirectory: string;
  readonly plan: Plan;
  readonly engine?: EngineChoice;
  readonly host: RuntimeHost;
  /** Folder with emitted stages. Absent: `host.emit` makes them in a temporary folder. */
  readonly engineFolder?: string;
  readonly modes: readonly EvaluationModeName[];
  /** Overrides of the plan's evaluation: a dataset of the plan, or the name of `data`. */
  readonly dataset?: string;
  /** A dataset that is not the plan's, to evaluate on instead. */
  readonly data?: LocatedDataset;
  readonly samplesPerProblem?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  /** Problems to evaluate on, drawn from the dataset by its ids: always the same ones. Absent: all. */
  readonly problems?: number;
  /** Where trajectories are kept, by a short key of what is evaluated; an evaluation that is there goes on. Absent: nowhere. */
  readonly keep?: (key: string) => string;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Aborting abandons the part under way; parts that are done are kept. */
  readonly signal?: AbortSignal;
}

export type EvaluationModeName = EvaluationMode | `budget=${number}`;

export type RunPhase = 'start' | 'pilot' | 'rollout' | 'update' | 'evaluate' | 'checkpoint';

/** Where a run stands, for progress bars. */
export interface RunProgress {
  readonly phase: RunPhase;
  /** Step under way; 0 before training. */
  readonly step: number;
  readonly steps: number;
  /** Mode under evaluation. */
  readonly mode?: EvaluationModeName;
  readonly finishedRollouts: number;
  readonly rollouts: number;
  /** Tokens sampled in this phase so far. */
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

export interface RunOutcome {
  /** `stopped`: by a guard, or at a gate that was denied; `waiting`: at a gate. */
  readonly status: 'finished' | 'interrupted' | 'stopped' | 'waiting' | 'failed';
  readonly runDirectory: string;
  /** Last completed step; 0 before the first. */
  readonly step: number;
  /** The gate that the run stands at. */
  readonly gate?: string;
  /** Errors say why a run failed; warnings may come with any status. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface EvaluationOutcome {
  /** Folder with the trajectories, where they are kept. */
  readonly folder?: string;
  readonly results: readonly EvaluationResult[];
}
