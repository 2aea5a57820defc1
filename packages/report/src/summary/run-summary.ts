// The summary of a run as data: what `--json` prints and what table and report are drawn from.
import type { EvaluationCell } from '@allot/spec';

export const SUMMARY_FORMAT = 1;

export interface RunSummary {
  readonly format: typeof SUMMARY_FORMAT;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly kind: 'reinforcement' | 'supervised';
  /** `unfinished`: still going, or killed; `stopped`: by a guard, or denied to go on; `waiting`: at a gate. */
  readonly status: 'finished' | 'interrupted' | 'stopped' | 'waiting' | 'failed' | 'unfinished';
  readonly planKey: string;
  readonly seed: number;
  readonly engine: string;
  readonly device: string;
  /** Worker threads, where the log says it. */
  readonly workers?: number;
  readonly version: string;
  /** ISO 8601. */
  readonly created: string;
  readonly policy: PolicySummary;
  readonly steps: { readonly completed: number; readonly planned: number };
  /** Wall clock spent on steps and evaluations, over all sittings of the run. */
  readonly seconds: number;
  /** By evaluation mode and dataset, in the order of the plan. */
  readonly modes: readonly ModeSummary[];
  readonly training: TrainingCurves;
  readonly evaluations: readonly EvaluationPoint[];
  /** What is missing and what it means, one sentence each. */
  readonly notes: readonly string[];
}

export interface PolicySummary {
  readonly parameters: number;
  /** sha256 of the base weights; absent for a policy that began with new weights. */
  readonly weightsDigest?: string;
}

/** First evaluation against last, in one mode on one dataset. */
export interface ModeSummary {
  readonly mode: string;
  readonly dataset: string;
  /** Step of the first evaluation; 0 is the base policy. */
  readonly baseStep: number;
  /** Step of the last evaluation; absent when there is only one. */
  readonly trainedStep?: number;
  readonly all: Comparison;
  /** In the definition's order. */
  readonly byDifficulty: readonly (Comparison & { readonly name: string })[];
  /** Mean tokens of the hardest range over those of the easiest. */
  readonly depth?: DepthSummary;
  /** Accuracy-efficiency score against the base (O1-Pruner, arXiv 2501.12570). */
  readonly efficiencyScore?: number;
}

export interface Comparison {
  readonly base: EvaluationCell;
  readonly trained?: EvaluationCell;
  readonly change?: Change;
}

/** Trained minus base; intervals are 95%. */
export interface Change {
  /** Whether both answered the same problems and the interval uses it. */
  readonly paired: boolean;
  /** Percentage points. */
  readonly accuracyPoints: number;
  readonly accuracyPointsInterval: readonly [number, number];
  /** Percent of the base's tokens that are saved; negative when responses grew. Absent when the base has no tokens. */
  readonly tokensCutPercent?: number;
  readonly tokensCutPercentInterval?: readonly [number, number];
}

export interface DepthSummary {
  readonly easiest: string;
  readonly hardest: string;
  readonly base?: number;
  readonly trained?: number;
}

/** Columns over training steps; null where a metric is missing or not a finite number. */
export interface TrainingCurves {
  readonly step: readonly number[];
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>;
  readonly tiers: readonly TierCurves[];
}

export interface TierCurves {
  /** The tier's name, or its budget. */
  readonly name: string;
  readonly budget: number;
  readonly accuracy: readonly (number | null)[];
  readonly meanTokens: readonly (number | null)[];
  readonly meanReward: readonly (number | null)[];
  /** Its part of the sum of absolute advantages; absent where the log does not say it. */
  readonly signalShare?: readonly (number | null)[];
  /** Mean of each named component of the reward. */
  readonly components: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface EvaluationPoint {
  readonly step: number;
  readonly mode: string;
  readonly dataset: string;
  readonly all: EvaluationCell;
}
