// What a step's update minimises, as plain data: part of a pipeline definition.

export type Aggregation =
  | 'token-mean'
  | 'token-sum'
  | 'seq-mean-token-sum'
  | 'seq-mean-token-mean'
  | 'seq-mean-token-sum-norm';

/** Policy-gradient objective: a surrogate of clipped ratios, terms added to it, and what it leaves out. */
export interface ObjectiveDefinition {
  /**
   * PPO's clipped surrogate (arXiv 1707.06347; asymmetric bounds after DAPO, arXiv 2503.14476), or CISPO's clipped and
   * detached weight of the log-probability (arXiv 2506.13585). @default "ppo-clip"
   */
  readonly kind?: 'ppo-clip' | 'cispo';
  /** The ratio of a token, or of its whole response: GSPO's geometric mean (arXiv 2507.18071). @default "token" */
  readonly ratioLevel?: 'token' | 'sequence';
  /** Lower clip range: the ratio is kept above 1 - clipLow. @default 0.2 @minimum 0 @exclusiveMaximum 1 */
  readonly clipLow?: number;
  /** Upper clip range: the ratio is kept below 1 + clipHigh. @default 0.28 @minimum 0 */
  readonly clipHigh?: number;
  /** A negative advantage A costs at most dualClip * |A| (arXiv 1912.09729; 3 in verl, 10 in DLER and DOT). Absent: no bound. @exclusiveMinimum 0 */
  readonly dualClip?: number;
  /** How token losses become one number. @default "seq-mean-token-mean" */
  readonly aggregation?: Aggregation;
  /** Whether old log-probabilities come from the sampler or are recomputed before the first update. @default "sampler" */
  readonly oldLogProbabilities?: 'sampler' | 'recomputed';
  /** Times the entropy of every trained token's distribution, taken off the loss. @default 0 @minimum 0 */
  readonly entropyBonus?: number;
  /** Divergence from the base policy. Absent: none. */
  readonly kl?: KlDefinition;
  /** Divergence from the sampling policy, on few tokens. Absent: none. */
  readonly klCov?: KlCovDefinition;
  /** Groups that are left out of the update. Absent: none. */
  readonly groups?: GroupFilter;
  /** Whether responses that were cut at their cap carry no loss (overlong filtering, arXiv 2503.14476). Their rewards still count in their group. @default false */
  readonly maskTruncated?: boolean;
}

/** Of log r = log p - log p_base at sampled tokens: log r; (log r)^2 / 2; 1 / r - 1 + log r; |log r| (Schulman, "Approximating KL divergence", 2020; names as in verl). */
export type KlEstimator = 'k1' | 'k2' | 'k3' | 'abs';

export interface KlDefinition {
  /** @default "k3" */
  readonly estimator?: KlEstimator;
  /** Times the divergence; papers use 0.0005 to 0.01. @exclusiveMinimum 0 */
  readonly coefficient: number;
  /** Added to the loss of every trained token, or its sum over a response's sampled tokens taken off the reward. @default "loss" */
  readonly in?: 'loss' | 'reward';
  /** The policy that the run began with. @default "base" */
  readonly reference?: 'base';
}

/** KL-Cov (arXiv 2505.22617): tokens whose log-probability and advantage, both less their means, have the largest product. */
export interface KlCovDefinition {
  /** Share of a minibatch's trained tokens; at least one token. @default 0.002 @exclusiveMinimum 0 @maximum 1 */
  readonly ratio?: number;
  /** Times |log p - log p_old| of such a token. @default 1 @exclusiveMinimum 0 */
  readonly coefficient?: number;
}

/** Dynamic sampling (DAPO, arXiv 2503.14476): groups that teach nothing make no part of the update. */
export interface GroupFilter {
  /** A group is left out when one of these holds for all its responses. @minItems 1 */
  readonly drop: readonly ('all-correct' | 'all-wrong' | 'equal-rewards')[];
  /** Samples further prompts until promptsPerStep groups are kept. Absent: the update makes do with those that are. */
  readonly refill?: GroupRefill;
}

export interface GroupRefill {
  /** Most rounds of promptsPerStep prompts in a step, the first included. @asType integer @minimum 2 @maximum 100 */
  readonly mostRounds: number;
}
