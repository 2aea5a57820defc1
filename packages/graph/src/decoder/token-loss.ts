// Token losses and the metrics that go with them.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';
import { type KlEstimator, klEstimates } from './kl-estimate.js';
import { buildSurrogate, type SurrogateForm } from './surrogate.js';
import { buildEntropy, type TokenDistribution } from './token-distribution.js';

/** Per-token tensors of shape [rows, 1]; sums over tokens of shape [1]. */
export interface TokenLoss {
  readonly loss: Node;
  readonly metrics: Readonly<Record<string, Node>>;
}

/** What the loss of a policy gradient is made of; each absent part leaves the graph as it is without it. */
export interface PolicyGradientForm extends SurrogateForm {
  readonly dualClip?: boolean;
  readonly entropyBonus?: boolean;
  /** Divergence from a reference policy. */
  readonly referenceKl?: KlEstimator;
  /** Divergence from the old policy, with a coefficient for each token (KL-Cov, arXiv:2505.22617). */
  readonly klCov?: boolean;
}

/** Optional ones are given where the loss has that part. */
export interface PolicyGradientInputs {
  readonly advantages: Node;
  readonly oldLogProbabilities: Node;
  /** [1]: the ratio stays in [1 - clipLow, 1 + clipHigh] */
  readonly clipLow: Node;
  readonly clipHigh: Node;
  /** [1] */
  readonly dualClip?: Node;
  /** [1] */
  readonly entropyBonus?: Node;
  readonly referenceLogProbabilities?: Node;
  /** [1] */
  readonly klCoefficient?: Node;
  readonly klCovCoefficients?: Node;
}

/** The policy at its tokens. */
export interface TokenScores {
  readonly distribution: TokenDistribution;
  readonly logProbabilities: Node;
  /** Whether a token carries no loss. */
  readonly idle: Node;
}

/**
 * A surrogate of r = p / p_old, plus divergences, less the entropy. Idle tokens get r = 1, so that whatever stands there
 * cannot overflow. Metrics: `clipped` counts tokens that the clip changed; `kl` sums r - 1 - log r, an unbiased estimate of
 * KL(p_old || p) (k3 of Schulman, "Approximating KL divergence", 2020).
 */
export function buildPolicyGradientLoss(
  g: Builder,
  form: PolicyGradientForm,
  { distribution, logProbabilities, idle }: TokenScores,
  inputs: PolicyGradientInputs,
): TokenLoss {
  const distanceFrom = (other: Node): Node => g.where(idle, g.scalar(0), g.subtract(logProbabilities, other));
  const logRatio = distanceFrom(inputs.oldLogProbabilities);
  const surrogate = buildSurrogate(g, form, { ...inputs, logRatio, logProbabilities, idle });
  const { entropyBonus, referenceLogProbabilities, klCoefficient, klCovCoefficients } = inputs;
  let { loss } = surrogate;
  if (form.referenceKl && referenceLogProbabilities && klCoefficient) {
    const divergence = klEstimates[form.referenceKl](g, distanceFrom(referenceLogProbabilities));
    loss = g.add(loss, g.multiply(klCoefficient, divergence));
  }
  if (klCovCoefficients) loss = g.add(loss, g.multiply(klCovCoefficients, klEstimates.abs(g, logRatio)));
  if (entropyBonus) loss = g.subtract(loss, g.multiply(entropyBonus, buildEntropy(g, distribution)));
  const one = g.scalar(1);
  return {
    loss,
    metrics: {
      clipped: surrogate.clipped,
      kl: g.subtract(g.subtract(g.exp(logRatio), one), logRatio),
    },
  };
}

/** -log p */
export function buildSupervisedLoss(g: Builder, logProbabilities: Node): TokenLoss {
  return { loss: g.negate(logProbabilities), metrics: {} };
}
