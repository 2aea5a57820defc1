// Groups sequences of similar length into batches, whatever the number of workers.

/** Tokens of a batch, padding included; a longer sequence stands alone. */
const TOKENS_PER_BATCH = 1024;

/** Indices of the sequences of each batch, longest first. Sequences of fewer than two tokens have nothing to score. */
export function batchByLength(sequences: readonly Int32Array[]): number[][] {
  const lengthOf = (index: number) => sequences[index]?.length ?? 0;
  const order = [...sequences.keys()]
    .filter((index) => lengthOf(index) > 1)
    .sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  const batches: number[][] = [];
  for (let first = 0; first < order.length; ) {
    const rows = Math.max(1, Math.floor(TOKENS_PER_BATCH / lengthOf(order[first] as number)));
    batches.push(order.slice(first, first + rows));
    first += rows;
  }
  return batches;
}
