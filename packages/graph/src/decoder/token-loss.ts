// Token losses and the metrics that go with them.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';

/** Per-token tensors of shape [rows, 1]; sums over tokens of shape [1]. */
export interface TokenLoss {
  readonly loss: Node;
  readonly metrics: Readonly<Record<string, Node>>;
}

export interface PolicyGradientInputs {
  readonly advantages: Node;
  readonly oldLogProbabilities: Node;
  /** [1]: the ratio stays in [1 - clipLow, 1 + clipHigh] */
  readonly clipLow: Node;
  readonly clipHigh: Node;
}

/**
 * -min(r A, clip(r, 1 - low, 1 + high) A) with r = p / p_old (PPO, arXiv:1707.06347, equation 7; the asymmetric clip is
 * DAPO's, arXiv:2503.14476, equation 10). Idle tokens get r = 1, so that whatever stands there cannot overflow.
 * Metrics: `clipped` counts tokens whose gradient the clip removed; `kl` sums r - 1 - log r, an unbiased estimate of
 * KL(p_old || p) (k3 of Schulman, "Approximating KL divergence", 2020).
 */
export function buildPolicyGradientLoss(
  g: Builder,
  logProbabilities: Node,
  idle: Node,
  inputs: PolicyGradientInputs,
): TokenLoss {
  const { advantages, oldLogProbabilities, clipLow, clipHigh } = inputs;
  const one = g.scalar(1);
  const logRatio = g.where(idle, g.scalar(0), g.subtract(logProbabilities, oldLogProbabilities));
  const ratio = g.exp(logRatio);
  const clippedRatio = g.minimum(g.maximum(ratio, g.subtract(one, clipLow)), g.add(one, clipHigh));
  const unclipped = g.multiply(ratio, advantages);
  const clipped = g.multiply(clippedRatio, advantages);
  return {
    loss: g.negate(g.minimum(unclipped, clipped)),
    metrics: {
      clipped: g.cast(g.less(clipped, unclipped), 'float32'),
      kl: g.subtract(g.subtract(ratio, one), logRatio),
    },
  };
}

/** -log p */
export function buildSupervisedLoss(g: Builder, logProbabilities: Node): TokenLoss {
  return { loss: g.negate(logProbabilities), metrics: {} };
}
