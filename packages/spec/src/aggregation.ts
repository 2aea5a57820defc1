// Loss aggregation: how the losses of single tokens become one number, as a weight for each token.
import type { Aggregation } from './objective.js';

export interface AggregationOptions {
  /** Divisor of 'seq-mean-token-sum-norm', constant over a run. Absent: the longest mask's length. */
  readonly normalizer?: number;
}

/**
 * Weights w so that the aggregated loss is the sum of w * loss over all tokens of all sequences. `masks[i][t]` says whether
 * token t of sequence i carries loss; a weight is 0 where it does not. Sequences without such a token do not count.
 *
 * - `token-mean` (DAPO, arXiv 2503.14476): 1 / tokens of the batch
 * - `token-sum`: 1
 * - `seq-mean-token-mean` (GRPO, arXiv 2402.03300): 1 / (sequences * tokens of the sequence)
 * - `seq-mean-token-sum`: 1 / sequences
 * - `seq-mean-token-sum-norm` (Dr. GRPO, arXiv 2503.20783, in verl's form): 1 / normalizer
 *
 * A whole batch must be aggregated at once: its micro-batches then just add up.
 */
export function tokenWeights(
  mode: Aggregation,
  masks: readonly ArrayLike<number | boolean>[],
  { normalizer }: AggregationOptions = {},
): Float32Array[] {
  const counts = masks.map(countActive);
  const tokens = counts.reduce((total, count) => total + count, 0);
  const sequences = counts.filter((count) => count > 0).length;
  const divisor = normalizer ?? Math.max(...masks.map((mask) => mask.length), 0);
  const divisorOf: Readonly<Record<Aggregation, (count: number) => number>> = {
    'token-mean': () => tokens,
    'token-sum': () => 1,
    'seq-mean-token-mean': (count) => sequences * count,
    'seq-mean-token-sum': () => sequences,
    'seq-mean-token-sum-norm': () => divisor,
  };
  return masks.map((mask, sequence) =>
    Float32Array.from(mask, (active) => (active ? 1 / divisorOf[mode](counts[sequence] ?? 0) : 0)),
  );
}

function countActive(mask: ArrayLike<number | boolean>): number {
  return Array.from(mask).filter(Boolean).length;
}
