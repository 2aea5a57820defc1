// How responses are sampled beyond prompt and cap: a first token that is put there, and cuts after sampling.

/**
 * A token that the rollout puts first with a probability of its own, whatever the policy thinks of it. It is trained on,
 * with the logarithm of that probability as its old log-probability (AdaptThink, arXiv 2505.13417).
 */
export interface FirstTokenDefinition {
  /** One token as text, for instance the tag that closes the reasoning. */
  readonly text: string;
  /** Probability with which the rollouts of a prompt begin so, such as 0.5 for one tier of two. @exclusiveMinimum 0 @maximum 1 */
  readonly probability: number;
}

/**
 * Cuts responses of a step after they were sampled; a response that is cut counts as truncated (Dynamic Outlier
 * Truncation, arXiv 2601.03969). The expressions may use statistics over the group, as sampled.
 */
export interface CutDefinition {
  /** Expression for the tokens that are left, rounded down; at least one sampled token is. */
  readonly to: string;
  /** Expression that decides whether a response may be cut. @default "true" */
  readonly when?: string;
  /** Only responses that are longer than `to` by this many tokens are cut. @default 1 @asType integer @minimum 1 */
  readonly atLeast?: number;
}
