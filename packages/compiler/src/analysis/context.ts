// What a shape is analysed for: the tiers, caps and group of an experiment.

import type { StandIns } from './stand-ins.js';

export interface AnalysedTier {
  /** Tokens. */
  readonly budget: number;
  /** Rollouts of a group in this tier. */
  readonly rollouts: number;
  /** Most tokens of a response in this tier. */
  readonly cap: number;
  /** Whether the policy is told its budget, by a prefill or otherwise. Absent: unknown. */
  readonly told?: boolean;
}

export interface AnalysisContext {
  /** At least one; findings list them in this order. */
  readonly tiers: readonly AnalysedTier[];
  /** Most tokens of a response. */
  readonly lMax: number;
  /** Training steps of the run. */
  readonly steps: number;
  /** Rollouts of one prompt over all tiers. */
  readonly groupSize: number;
  /** Least and greatest value of the signals that have such. */
  readonly signals?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** Numbers that stand for what tokens show and what comes from outside. Absent: none. */
  readonly standIns?: StandIns;
}

/** HBPO's setting (arXiv 2507.15844): four budgets, four rollouts each, 4,096 tokens, 629 steps. */
export const paperContext: AnalysisContext = {
  tiers: [512, 1024, 2048, 2560].map((budget) => ({ budget, rollouts: 4, cap: 4096 })),
  lMax: 4096,
  steps: 629,
  groupSize: 16,
};
