// Guards as a definition has them: what must not happen to a run, and what is done when it does.
import type { EvaluationMode } from './definition.js';

/** One thing that must not happen while a policy is trained. */
export type GuardDefinition =
  | ExplorationGuard
  | StarvingGuard
  | EntropyGuard
  | ThinkingGuard
  | HackingGuard
  | AccuracyGuard
  | RangeGuard
  | SpendingGuard;

interface Named {
  /** What events and the report call it. Absent: its kind; two guards of one kind need names. @pattern ^[a-z0-9][a-z0-9-]{0,63}$ */
  readonly name?: string;
}

interface Acting extends Named {
  /** What is done when it fires. @default "warn" */
  readonly action?: GuardAction;
}

/** `warn` tells it and goes on; `stop` commits and ends the run; a rollback goes back to the last good checkpoint and changes something. */
export type GuardAction = 'warn' | 'stop' | RollbackAction;

/** Goes back to the newest checkpoint before what was found, and trains on from there with a change. */
export interface RollbackAction {
  readonly rollback: RollbackChange;
  /** Most rollbacks of this guard in a run; when they are used up it stops the run. @default 2 @asType integer @minimum 1 @maximum 100 */
  readonly most?: number;
}

/** What a setting is multiplied by, each time again; absent settings stay. */
export interface RollbackChange {
  /** Below 1 lowers the learning rate. @exclusiveMinimum 0 @maximum 100 */
  readonly learningRate?: number;
  /** Above 1 raises `objective.entropyBonus`, the floor under exploration. @exclusiveMinimum 0 @maximum 100 */
  readonly entropyBonus?: number;
  /** Above 1 raises `objective.kl.coefficient`. @exclusiveMinimum 0 @maximum 100 */
  readonly kl?: number;
  /** Below 1 lowers the largest gradient norm. @exclusiveMinimum 0 @maximum 100 */
  readonly maxGradientNorm?: number;
}

/**
 * Fires when the responses to a problem become equally long: the mean, over the last `window` steps, of the standard deviation
 * of lengths inside groups, or inside one tier of them, is below `share` of what it was over the first `window` steps.
 */
export interface ExplorationGuard extends Acting {
  readonly kind: 'exploration-collapse';
  /** Steps. @default 10 @asType integer @minimum 1 @maximum 1000 */
  readonly window?: number;
  /** @default 0.05 @exclusiveMinimum 0 @exclusiveMaximum 1 */
  readonly share?: number;
}

/**
 * Fires when a tier teaches nothing any more: its part of the sum of absolute advantages, over the last `window` steps, is below
 * `share` of its part of the rollouts.
 */
export interface StarvingGuard extends Acting {
  readonly kind: 'tier-starving';
  /** Steps. @default 10 @asType integer @minimum 1 @maximum 1000 */
  readonly window?: number;
  /** @default 0.1 @exclusiveMinimum 0 @exclusiveMaximum 1 */
  readonly share?: number;
}

/** Fires when the mean entropy over the last `window` steps is below `share` of what it was over the first `window` steps. */
export interface EntropyGuard extends Acting {
  readonly kind: 'entropy-collapse';
  /** Steps. @default 10 @asType integer @minimum 1 @maximum 1000 */
  readonly window?: number;
  /** @default 0.1 @exclusiveMinimum 0 @exclusiveMaximum 1 */
  readonly share?: number;
}

/** Fires when more than `share` of the responses of the last `window` steps answer without thinking: no token stands before the tag that closes the reasoning. */
export interface ThinkingGuard extends Acting {
  readonly kind: 'answers-without-thinking';
  /** Steps. @default 10 @asType integer @minimum 1 @maximum 1000 */
  readonly window?: number;
  /** @default 0.5 @minimum 0 @exclusiveMaximum 1 */
  readonly share?: number;
}

/**
 * Fires when the reward rises while held-out accuracy falls: an evaluation is at least `drop` below the best one so far, and the
 * mean reward of the steps since the evaluation before is above that of the steps up to the best one, or of the first step where the
 * base policy is the best.
 */
export interface HackingGuard extends Acting {
  readonly kind: 'reward-hacking';
  /** Accuracy as a share: 0.05 is 5 points. @default 0.05 @exclusiveMinimum 0 @maximum 1 */
  readonly drop?: number;
  /** @default "natural" */
  readonly mode?: EvaluationMode;
}

/** Fires when an evaluation finds the accuracy of all problems, or of one range of difficulty, below a floor. */
export interface AccuracyGuard extends Acting {
  readonly kind: 'accuracy-floor';
  /** Accuracy as a share. @exclusiveMinimum 0 @maximum 1 */
  readonly floor: number;
  /** Name of a range of `evaluation.difficulty`. Absent: all problems. */
  readonly difficulty?: string;
  /** @default "natural" */
  readonly mode?: EvaluationMode;
}

/** Fires when the mean of a step metric over the last `window` steps is out of range. */
export interface RangeGuard extends Acting {
  readonly kind: 'range';
  readonly metric: GuardedMetric;
  /** Absent: no lower end. */
  readonly atLeast?: number;
  /** Absent: no upper end. */
  readonly atMost?: number;
  /** Steps. @default 1 @asType integer @minimum 1 @maximum 1000 */
  readonly window?: number;
}

/** Metrics of a step: `kl` is the divergence from the sampling policy, `referenceKl` that from the base policy, `clippedShare` the share of ratios that were clipped. */
export type GuardedMetric =
  | 'kl'
  | 'referenceKl'
  | 'clippedShare'
  | 'gradientNorm'
  | 'entropy'
  | 'lengthSpread'
  | 'truncatedShare'
  | 'meanTokens'
  | 'meanReward'
  | 'accuracy';

/** Fires when the run has spent more than it may. Steps that a rollback took back count too. */
export interface SpendingGuard extends Named {
  readonly kind: 'spending';
  /** What is done when it fires. @default "stop" */
  readonly action?: 'warn' | 'stop';
  /** Response tokens sampled for training. Absent: no limit. @asType integer @minimum 1 */
  readonly tokens?: number;
  /** Wall clock of steps and evaluations, over all sittings of the run. Absent: no limit. @exclusiveMinimum 0 */
  readonly hours?: number;
  /** Size of the run folder in 10^9 bytes. Absent: no limit. @exclusiveMinimum 0 */
  readonly gigabytes?: number;
}
