// A trajectory: one rollout and everything that is known about it. Nothing is recovered from text or a row's place.

export type FinishReason = 'stop' | 'length';

/** A problem after a dataset's row mapping. */
export interface Problem {
  readonly id: string;
  /** The problem as the policy reads it. */
  readonly problem: string;
  /** The gold answer. */
  readonly answer: string;
  /** Every acceptable answer, the gold one first, where the source has several. */
  readonly answers?: readonly string[];
  /** Graded difficulty, where known. */
  readonly difficulty?: number;
  readonly source: string;
}

/**
 * Where a response token came from. `sampled` ones carry loss, and so do those put there with a `declared` probability;
 * those of a prefill, of the environment and of a forced closing do not.
 */
export const TokenOrigin = { sampled: 0, prefill: 1, overridden: 2, forced: 3, declared: 4 } as const;
export type TokenOrigin = (typeof TokenOrigin)[keyof typeof TokenOrigin];

/** One rollout. Arrays over `responseTokens` have its length; the prefill, if any, is their beginning. */
export interface Rollout {
  readonly problemId: string;
  /** Group: all rollouts of one problem in one step. */
  readonly groupId: string;
  /** Index into the pipeline's tiers; -1 outside tiers (evaluation). */
  readonly tier: number;
  /** Token budget of the tier; 0 outside tiers. */
  readonly budget: number;
  /** Index of the rollout inside its group, over all tiers. */
  readonly rollout: number;
  readonly difficulty?: number;
  readonly promptTokens: Int32Array;
  readonly responseTokens: Int32Array;
  /** TokenOrigin of every response token. */
  readonly tokenOrigins: Uint8Array;
  /** Log-probability of every response token under the sampler (full distribution at the sampling temperature); the declared one of a declared token; 0 elsewhere. */
  readonly logProbabilities: Float32Array;
  /** The same under the reference policy, for every response token; with `objective.kl` only. */
  readonly referenceLogProbabilities?: Float32Array;
  /** Response length in tokens as rewards see it: with or without the prefill, as `response.prefillInLength` says. */
  readonly tokens: number;
  /** Tokens before the closing reasoning tag, counted like `tokens`. */
  readonly thinkingTokens: number;
  readonly finishReason: FinishReason;
}

/** A number of the response, or one for each of its tokens that carry loss, by name of the signal. */
export type SignalValues = Readonly<Record<string, number | Float32Array>>;

export interface ScoredRollout extends Rollout {
  /** Final answer as extracted; empty when there is none. */
  readonly answer: string;
  readonly correct: boolean;
  /** Whether the response has the form the task asks for: reasoning closed, an answer after it. */
  readonly formatted: boolean;
  readonly reward: number;
  /** Named parts that the reward is the sum of; none where it is not a sum. */
  readonly components: Readonly<Record<string, number>>;
  /** Numbers from outside, by name of the signal; in runs that have such. */
  readonly signals?: SignalValues;
}

export interface Trajectory extends ScoredRollout {
  readonly advantage: number;
  /** Advantage of every response token; absent where all have that of the trajectory. */
  readonly tokenAdvantages?: Float32Array;
}
