// Which problems a step trains on: epochs of a shuffle, addressed by seed and epoch, so that a step needs no history.
import { type Problem, type RandomStream, randomStream, shuffledIndices } from '@allot/spec';
import type { ProblemSet } from './dataset/problem-set.js';

/** Up to so many rows an epoch's order is shuffled as a whole; beyond, each place is computed on its own. */
const mostShuffled = 2 ** 16;

/**
 * Dataset rows of a step (1-based). The steps go through the shuffled dataset, then through it again in another
 * order; a step that ends one epoch begins the next, so a row can come twice in a step.
 */
export function rowsOfStep(rows: number, seed: number, step: number, promptsPerStep: number): number[] {
  const result: number[] = [];
  let epoch = -1;
  let rowAt = (place: number): number => place;
  for (let place = (step - 1) * promptsPerStep; result.length < promptsPerStep; place++) {
    const itsEpoch = Math.floor(place / rows);
    if (itsEpoch !== epoch) {
      epoch = itsEpoch;
      rowAt = orderOf(rows, randomStream(seed, 'order', epoch));
    }
    result.push(rowAt(place % rows));
  }
  return result;
}

function orderOf(rows: number, stream: RandomStream): (place: number) => number {
  if (rows > mostShuffled) return (place) => permuted(place, rows, stream);
  const order = shuffledIndices(rows, stream);
  return (place) => order[place] as number;
}

const rounds = 6;

/**
 * The image of a place under a permutation of 0..rows-1 that takes no memory: a Feistel network (Luby & Rackoff 1988) over the
 * next even power of two, walked until it lands among the rows (Black & Rogaway, "Ciphers with arbitrary finite domains", 2002).
 */
export function permuted(place: number, rows: number, stream: RandomStream): number {
  const bits = Math.max(1, Math.ceil(Math.log2(rows) / 2));
  const size = 2 ** bits;
  let value = place;
  do {
    let [left, right] = [Math.floor(value / size), value % size];
    for (let round = 0; round < rounds; round++)
      [left, right] = [right, (left + stream.integer(round * size + right, size)) % size];
    value = left * size + right;
  } while (value >= rows);
  return value;
}

/** The problems of a step (1-based); see `rowsOfStep`. */
export const problemsOfStep = (
  dataset: Pick<ProblemSet, 'length' | 'at'>,
  seed: number,
  step: number,
  promptsPerStep: number,
): Problem[] => rowsOfStep(dataset.length, seed, step, promptsPerStep).map((row) => dataset.at(row));
