// The accuracy-efficiency score (AES): one number for shorter and better.

/**
 * AES (Luo et al., O1-Pruner, arXiv 2501.12570; constants as AdaptThink, DECS and SAS report it):
 * dL + 3 dA when accuracy rose, dL + 5 dA when it fell, with dL = (L0 - L) / L0 and dA = (a - a0) / a0.
 * 0 is the base; 0.5 is half the tokens at equal accuracy. Undefined when a base value is 0.
 */
export function efficiencyScore(base: Point, trained: Point): number | undefined {
  if (!(base.accuracy > 0 && base.tokens > 0)) return undefined;
  const shorter = (base.tokens - trained.tokens) / base.tokens;
  const better = (trained.accuracy - base.accuracy) / base.accuracy;
  return shorter + (better >= 0 ? 3 : 5) * better;
}

interface Point {
  /** Share of right answers. */
  readonly accuracy: number;
  readonly tokens: number;
}
