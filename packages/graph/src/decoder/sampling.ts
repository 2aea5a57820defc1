// Choosing the next token inside the graph.
import type { Builder } from '../ir/builder.js';
import { lastDim, type Node } from '../ir/node.js';

/**
 * Inverse transform sampling: the number of entries whose cumulative sum is at most uniform * total, clamped to the last
 * token with positive probability (rounding may let uniform * total reach the total).
 * probabilities: [rows, V], not necessarily normalised; uniforms: [rows, 1] in [0, 1). Returns int32 [rows, 1].
 */
export function buildCategoricalSample(g: Builder, probabilities: Node, uniforms: Node): Node {
  const size = Number(lastDim(probabilities));
  const cumulative = g.cumulativeSum(probabilities);
  const total = g.slice(cumulative, 1, size - 1, size);
  const below = countTrue(g, g.lessOrEqual(cumulative, g.multiply(uniforms, total)));
  return g.minimum(below, countTrue(g, g.less(cumulative, total)));
}

/**
 * The probabilities with all but the nucleus set to 0: the fewest most likely tokens whose sum reaches topP
 * (arXiv:1904.09751). A token stays when the more likely ones sum to less than topP; so one always stays.
 */
export function buildNucleus(g: Builder, probabilities: Node, topP: Node): Node {
  const order = g.argsort(probabilities);
  const sorted = g.pick(probabilities, order);
  const before = g.subtract(g.cumulativeSum(sorted), sorted);
  const kept = g.where(g.less(before, topP), sorted, g.scalar(0));
  return g.place(kept, order, Number(lastDim(probabilities)));
}

function countTrue(g: Builder, condition: Node): Node {
  return g.sum(g.cast(condition, 'int32'), [condition.shape.length - 1]);
}
