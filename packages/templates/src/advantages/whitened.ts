// Whitening over the batch: what the REINFORCE++ family does last.
import type { Expression } from '@allot/spec';
import { max, minus, over, plus, sqrt, square, times } from '../algebra.js';
import { n } from '../fields.js';
import { batch } from '../scopes.js';

export const whiteningParameters = {
  perToken: {
    description: 'Whether a rollout counts once for each of its tokens, as in verl, or once.',
    default: true,
  },
  epsilon: {
    description: 'Added to the variance, so that a batch of equal values divides by something.',
    default: 1e-8,
    range: [0, 1],
  },
} as const;

/** (x - mean of x) / sqrt(variance of x + epsilon) over the batch, with the sample variance. */
export function whitened(x: Expression, perToken: boolean, epsilon: Expression): Expression {
  const weight = perToken ? n : 1;
  const total = perToken ? batch.sum(n) : batch.size();
  const mean = over(batch.sum(times(weight, x)), max(total, 1));
  const squares = batch.sum(times(weight, square(minus(x, mean))));
  const variance = over(squares, max(minus(total, 1), 1));
  return over(minus(x, mean), sqrt(plus(variance, epsilon)));
}
