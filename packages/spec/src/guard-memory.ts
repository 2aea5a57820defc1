// What guards judge by: bounded, plain, and part of every checkpoint, so that a resumed run decides as the whole one does.
import type { EvaluationMode } from './definition.js';
import type { StepMetrics } from './event.js';
import type { RollbackChange } from './guard-definition.js';

export interface GuardMemory {
  /** Metrics of the first steps, as many as the longest window of any guard. */
  readonly first: readonly StepMetrics[];
  /** The same of the last steps, oldest first. */
  readonly last: readonly StepMetrics[];
  /** Steps and the sum of their mean rewards since the last evaluation. */
  readonly since: { readonly steps: number; readonly reward: number };
  /** Every evaluation, in order. */
  readonly evaluations: readonly ObservedEvaluation[];
  /** Response tokens of all steps, those that were taken back too. */
  readonly tokens: number;
  /** Names of the guards that found something when they last looked. */
  readonly firing: readonly string[];
  readonly rollbacks: readonly Rollback[];
  /** Name of the guard that stopped the run, and what it found; absent: none did. */
  readonly stopped?: { readonly guard: string; readonly finding: string };
}

export interface ObservedEvaluation {
  readonly step: number;
  readonly accuracy: Readonly<Partial<Record<EvaluationMode, ObservedAccuracy>>>;
  /** Steps since the evaluation before, and the sum of their mean rewards. */
  readonly steps: number;
  readonly reward: number;
}

export interface ObservedAccuracy {
  readonly all: number;
  /** By named range; ranges without problems are left out. */
  readonly byDifficulty: Readonly<Record<string, number>>;
}

export interface Rollback {
  readonly guard: string;
  /** The step whose end the guard judged, and the checkpoint it went back to. */
  readonly from: number;
  readonly to: number;
  readonly change: RollbackChange;
}

export const noGuardMemory: GuardMemory = {
  first: [],
  last: [],
  since: { steps: 0, reward: 0 },
  evaluations: [],
  tokens: 0,
  firing: [],
  rollbacks: [],
};
