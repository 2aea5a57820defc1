// The event log: one JSON object a line in events.jsonl. Fields named `time` and `*Seconds` are wall clock; all else is reproducible.
import type { EvaluationMode } from './definition.js';
import type { Diagnostic } from './diagnostic.js';
import type { GuardDefinition, RollbackChange } from './guard-definition.js';
import type { PlanChange } from './plan-changes.js';

export type RunEvent =
  | RunStarted
  | RunResumed
  | PlanChanged
  | StepCompleted
  | EvaluationCompleted
  | CheckpointWritten
  | GuardFired
  | GateReached
  | GatePassed
  | DiagnosticRaised
  | RunInterrupted
  | RunFinished;

interface Stamped {
  /** ISO 8601. */
  readonly time: string;
  /** Training step it belongs to; 0 is before training. */
  readonly step: number;
}

/** What decides the last bits of an engine's results, by name: versions, kernels, threads. Where all are equal, so are the bits. */
export type Numerics = Readonly<Record<string, string>>;

export interface RunStarted extends Stamped {
  readonly type: 'run-started';
  readonly planKey: string;
  readonly engine: string;
  readonly device: string;
  readonly workers: number;
  readonly version: string;
  /** Absent: nobody knows, or bits differ from run to run. */
  readonly numerics?: Numerics;
}

export interface RunResumed extends Stamped {
  readonly type: 'run-resumed';
  readonly checkpoint: number;
  /** What computes from here on; absent in logs of earlier versions, and of a cluster. */
  readonly engine?: string;
  readonly device?: string;
  readonly numerics?: Numerics;
}

/** The run goes on after the step by another plan, which somebody has accepted. */
export interface PlanChanged extends Stamped {
  readonly type: 'plan-changed';
  /** Keys of the two plans. */
  readonly before: string;
  readonly after: string;
  readonly changes: readonly PlanChange[];
}

export interface StepCompleted extends Stamped {
  readonly type: 'step-completed';
  readonly metrics: StepMetrics;
  readonly rolloutSeconds: number;
  readonly updateSeconds: number;
  readonly stepSeconds: number;
}

/** Metrics of one step; tokens are response tokens as rewards see them. */
export interface StepMetrics {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Optimizer steps that were skipped because their loss or gradient was not finite; loss and gradient norm are of the others. Absent: none. */
  readonly skippedUpdates?: number;
  /** Tokens of all sequences of the step, prompts excluded. */
  readonly responseTokens: number;
  /** Absent in supervised training. */
  readonly meanReward?: number;
  readonly accuracy?: number;
  readonly meanTokens?: number;
  /** Mean over groups of the standard deviation of lengths inside a group. */
  readonly lengthSpread?: number;
  readonly truncatedShare?: number;
  /** Responses without a token before the tag that closes the reasoning; absent where reasoning is not marked. */
  readonly withoutThinkingShare?: number;
  readonly entropy?: number;
  /** Share of trained tokens whose ratio was clipped. */
  readonly clippedShare?: number;
  /** k3 estimate of the divergence from the sampling policy, mean over trained tokens. */
  readonly kl?: number;
  /** Mean absolute difference of the sampler's log-probabilities of sampled tokens and the training engine's; this and the next three where both are known. */
  readonly samplerMeanDifference?: number;
  readonly samplerMaxDifference?: number;
  /** k3 estimate of the divergence of the two, a sampled token. */
  readonly samplerKl?: number;
  /** Share of sampled tokens whose ratio of the two is beyond the clip range. */
  readonly samplerBeyondClip?: number;
  /** Divergence of the sampled tokens from the base policy, by the objective's estimator; with `objective.kl` only. */
  readonly referenceKl?: number;
  /** Groups that made part of the update; with `objective.groups` only. */
  readonly trainedGroups?: number;
  readonly tiers?: readonly TierMetrics[];
}

export interface TierMetrics {
  /** The tier's name, where it has one. */
  readonly name?: string;
  readonly budget: number;
  readonly accuracy: number;
  readonly meanTokens: number;
  readonly meanReward: number;
  /** Mean over groups of the standard deviation of the tier's lengths inside a group; absent for tiers of one rollout. */
  readonly lengthSpread?: number;
  /** Its part of the sum of absolute advantages; absent where all are 0. */
  readonly signalShare?: number;
  /** Mean of each named component of the reward; absent where it has none. */
  readonly components?: Readonly<Record<string, number>>;
}

export interface EvaluationCompleted extends Stamped {
  readonly type: 'evaluation-completed';
  readonly results: readonly EvaluationResult[];
  /** Absent where the engine does not measure it: verl, before training. */
  readonly evaluationSeconds?: number;
}

export interface EvaluationResult {
  readonly mode: EvaluationMode | `budget=${number}`;
  /** Name of the dataset. */
  readonly dataset: string;
  readonly all: EvaluationCell;
  /** By named difficulty range, in the definition's order. */
  readonly byDifficulty: Readonly<Record<string, EvaluationCell>>;
}

/** Accuracy as a share, tokens per response; intervals are 95%. */
export interface EvaluationCell {
  readonly problems: number;
  readonly samples: number;
  readonly accuracy: number;
  /** Wilson interval; over problems (cluster bootstrap) when there are several samples a problem. */
  readonly accuracyInterval: readonly [number, number];
  readonly meanTokens: number;
  readonly meanTokensInterval: readonly [number, number];
  readonly truncatedShare: number;
}

export interface CheckpointWritten extends Stamped {
  readonly type: 'checkpoint-written';
  readonly path: string;
}

/** A guard found something at the end of a step. */
export interface GuardFired extends Stamped {
  readonly type: 'guard-fired';
  readonly guard: string;
  readonly kind: GuardDefinition['kind'];
  readonly action: 'warn' | 'stop' | 'rollback';
  /** What it found, in words. */
  readonly finding: string;
  readonly value: number;
  readonly limit: number;
  /** Where the run went back to, by which change, and which rollback of the run it is. */
  readonly rollback?: { readonly to: number; readonly change: RollbackChange; readonly count: number };
}

/** The run stands at a gate: it waits, or was denied to go on. */
export interface GateReached extends Stamped {
  readonly type: 'gate-reached';
  readonly gate: string;
  readonly state: 'waiting' | 'denied';
}

/** The run went through a gate that somebody had approved. */
export interface GatePassed extends Stamped {
  readonly type: 'gate-passed';
  readonly gate: string;
  readonly by: string;
  readonly note: string;
}

export interface DiagnosticRaised extends Stamped {
  readonly type: 'diagnostic';
  readonly diagnostic: Diagnostic;
}

export interface RunInterrupted extends Stamped {
  readonly type: 'run-interrupted';
  readonly signal: string;
}

export interface RunFinished extends Stamped {
  readonly type: 'run-finished';
  readonly totalSeconds: number;
}
