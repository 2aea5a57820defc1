// Divides a minibatch into lanes of micro-batches of similar lengths.
import type { UpdateBatch, UpdateSequence } from '../../../engine.js';
import { targetInputs } from '../../loss-terms.js';
import { LANES } from '../shared-state.js';
import type { Microbatch } from './lane-work.js';

/**
 * Sequences sorted by length are cut into micro-batches of at most `tokensPerMicrobatch` tokens, padding included (a
 * longer sequence stands alone), as equal as can be and a multiple of the lanes in number, which are dealt to the
 * lanes, the largest first to the least loaded. Depends on the batch alone.
 */
export function planMicrobatches(batch: UpdateBatch): Microbatch[][] {
  const sorted = batch.sequences
    .map((sequence, index) => ({ sequence, index, length: trainedLength(sequence) }))
    .filter(({ length }) => length > 1)
    .sort((a, b) => b.length - a.length || a.index - b.index);
  const lengths = sorted.map(({ length }) => length);
  const lanes = Array.from({ length: LANES }, (): Microbatch[] => []);
  const loads = lanes.map(() => 0);
  let first = 0;
  for (const rows of cutRows(lengths, evenLimit(lengths, batch.tokensPerMicrobatch))) {
    const time = lengths[first] as number;
    const lane = loads.indexOf(Math.min(...loads));
    const chosen = sorted.slice(first, first + rows).map(({ sequence }) => sequence);
    lanes[lane]?.push(fillMicrobatch(chosen, time));
    loads[lane] = (loads[lane] as number) + rows * time;
    first += rows;
  }
  return lanes;
}

/** Tokens up to the last one that carries weight: what comes after changes nothing. 0 where none does. */
function trainedLength({ weights }: UpdateSequence): number {
  for (let target = weights.length - 1; target >= 0; target--) if (weights[target] !== 0) return target + 2;
  return 0;
}

/** The rows of each micro-batch, given lengths in descending order. */
function cutRows(lengths: readonly number[], limit: number): number[] {
  const cut: number[] = [];
  for (let first = 0; first < lengths.length; first += cut.at(-1) as number) {
    const fitting = Math.max(1, Math.floor(limit / (lengths[first] as number)));
    cut.push(Math.min(fitting, lengths.length - first));
  }
  return cut;
}

/** The smallest limit that gives no more micro-batches than `most` tokens do, rounded up to a multiple of the lanes. */
function evenLimit(lengths: readonly number[], most: number): number {
  const count = Math.ceil(cutRows(lengths, most).length / LANES) * LANES;
  let [low, high] = [1, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (cutRows(lengths, middle).length <= count) high = middle;
    else low = middle + 1;
  }
  return low;
}

function fillMicrobatch(sequences: readonly UpdateSequence[], time: number): Microbatch {
  const tokens = new Int32Array(sequences.length * time);
  sequences.forEach((sequence, row) => {
    tokens.set(sequence.tokens.subarray(0, time), row * time);
  });
  const given = Object.entries(targetInputs).filter(([, of]) => sequences.some((one) => of(one)?.length));
  const targets = given.map(([name, of]) => {
    const values = new Float32Array(sequences.length * (time - 1));
    sequences.forEach((sequence, row) => {
      values.set(of(sequence)?.subarray(0, time - 1) ?? [], row * (time - 1));
    });
    return [name, values] as const;
  });
  return { rows: sequences.length, time, tokens, targets: Object.fromEntries(targets) };
}
