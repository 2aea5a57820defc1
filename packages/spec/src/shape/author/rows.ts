// The rows that a user's shape reads, as types: flags are booleans, everything else is a number.
import type { ResponseScope } from './token-rows.js';

/** One trajectory as a reward or a coefficient sees it. */
export interface RewardRow {
  /** Length of the response, in tokens. */
  readonly tokens: number;
  /** Tokens before the closing reasoning tag. */
  readonly thinkingTokens: number;
  /** Tokens from the closing reasoning tag on. */
  readonly answerTokens: number;
  /** Whether the answer is right. */
  readonly correct: boolean;
  /** Whether the reasoning is closed and an answer follows. */
  readonly formatted: boolean;
  /** Whether the response ended at its cap. */
  readonly truncated: boolean;
  /** Token budget of the tier. */
  readonly budget: number;
  /** Index of the tier, from 0. */
  readonly tier: number;
  /** 1 when the response thinks, 0 when it closes its reasoning at once. */
  readonly mode: number;
  /** Most tokens of a response: `response.maxTokens`. */
  readonly lMax: number;
  /** Training step, from 1. */
  readonly step: number;
  /** Share of the run that is done, from 0 to 1. */
  readonly progress: number;
  /** Share of repeated 4-grams among the sampled tokens, from 0 to 1. */
  readonly repetition: number;
  /** Mean log-probability of the sampled tokens under the sampler, in nats. */
  readonly meanLogProbability: number;
  /** Least log-probability of a sampled token under the sampler, in nats. */
  readonly minLogProbability: number;
  /** Statistics over the tokens of the response: `response.mean((token) => token.logProbability, { empty: 0 })`. */
  readonly response: ResponseScope<RewardRow>;
  /** Numbers from outside, by the names that the definition gives them. */
  readonly signals: Readonly<Record<string, number>>;
}

/** One trajectory as an advantage sees it: with the reward that it got. */
export interface AdvantageRow extends Omit<RewardRow, 'response'> {
  /** The reward that the trajectory got. */
  readonly reward: number;
  readonly response: ResponseScope<AdvantageRow>;
}
