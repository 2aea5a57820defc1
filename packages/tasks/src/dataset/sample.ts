// Draws a sample of problems by their ids, so that the same problems are drawn whatever their order.
import { keyOf } from './key-table.js';

/** Where a problem comes in the order that the sample is the beginning of: a number below 2^53. */
export function sampleOrder(id: string, seed: number): number {
  const [high, low] = keyOf(`${seed}/${id}`);
  return (high & 0x1fffff) * 2 ** 32 + low;
}

/** The `rows`-th smallest of some numbers: what a number may be at most to be in the sample. */
export function sampleBound(orders: Float64Array, rows: number): number {
  if (orders.length <= rows) return Number.POSITIVE_INFINITY;
  return orders.slice().sort()[rows - 1] as number;
}
