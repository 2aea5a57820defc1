// Estimates of the divergence from another policy, at tokens that this policy sampled.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';

export type KlEstimator = 'k1' | 'k2' | 'k3' | 'abs';

/**
 * Of the log-ratio log p - log q (Schulman, "Approximating KL divergence", 2020; `abs` as in verl). The slope of `abs` is 0
 * where the policies agree.
 */
export const klEstimates: Readonly<Record<KlEstimator, (g: Builder, logRatio: Node) => Node>> = {
  // log r
  k1: (_, x) => x,
  // (log r)^2 / 2
  k2: (g, x) => g.scale(g.multiply(x, x), 0.5),
  // 1 / r - 1 + log r
  k3: (g, x) => g.add(g.subtract(g.exp(g.negate(x)), g.scalar(1)), x),
  // |log r|
  abs: (g, x) => g.multiply(x, g.stopGradient(sign(g, x))),
};

function sign(g: Builder, x: Node): Node {
  const zero = g.scalar(0);
  return g.subtract(g.cast(g.less(zero, x), 'float32'), g.cast(g.less(x, zero), 'float32'));
}
