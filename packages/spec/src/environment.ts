// An environment as the engine runs it: a table of tokens, so that any thread can apply it.

/**
 * What an environment does to one response while it is sampled. A token sampled right after one of `after` is
 * replaced as `replace` says with probability `rate`, until the token `until` has stood in the response.
 * Replaced tokens are marked `TokenOrigin.overridden` and carry no loss.
 */
export interface TokenOverrideTable {
  readonly after: readonly number[];
  /** Token that ends it for the rest of the response. */
  readonly until: number;
  /** Pairs [sampled token, token that takes its place]; tokens without a pair stay. */
  readonly replace: readonly (readonly [from: number, to: number])[];
  /** Probability of a replacement, in [0, 1]. */
  readonly rate: number;
}
