// Log-probabilities and entropies of next-token distributions, from logits.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';

export interface TokenDistribution {
  /** Shifted so that the largest is 0: [rows, vocabSize] */
  readonly logits: Node;
  /** [rows, 1] */
  readonly logSum: Node;
}

/** The log-sum-exp form, whose gradient is one softmax; the shift carries no gradient. */
export function buildDistribution(g: Builder, logits: Node): TokenDistribution {
  const axis = logits.shape.length - 1;
  const shifted = g.subtract(logits, g.stopGradient(g.max(logits, [axis])));
  return { logits: shifted, logSum: g.log(g.sum(g.exp(shifted), [axis])) };
}

/** log p(ids): [rows, 1]. ids: int32 [rows, 1]. */
export function buildLogProbability(g: Builder, { logits, logSum }: TokenDistribution, ids: Node): Node {
  return g.subtract(g.pick(logits, ids), logSum);
}

/** H = log(sum exp z) - sum p z: [rows, 1] */
export function buildEntropy(g: Builder, { logits, logSum }: TokenDistribution): Node {
  const axis = logits.shape.length - 1;
  const exponentials = g.exp(logits);
  const weighted = g.sum(g.multiply(exponentials, logits), [axis]);
  return g.subtract(logSum, g.divide(weighted, g.sum(exponentials, [axis])));
}
