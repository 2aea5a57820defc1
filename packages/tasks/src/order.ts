// Which problems a step trains on: epochs of a shuffle, addressed by seed and epoch, so that a step needs no history.
import { type Problem, randomStream, shuffledIndices } from '@allot/spec';

/**
 * Dataset rows of a step (1-based). The steps go through the shuffled dataset, then through it again in another
 * order; a step that ends one epoch begins the next, so a row can come twice in a step.
 */
export function rowsOfStep(rows: number, seed: number, step: number, promptsPerStep: number): number[] {
  const result: number[] = [];
  let epoch = -1;
  let order: Uint32Array = new Uint32Array();
  for (let place = (step - 1) * promptsPerStep; result.length < promptsPerStep; place++) {
    const itsEpoch = Math.floor(place / rows);
    if (itsEpoch !== epoch) {
      epoch = itsEpoch;
      order = shuffledIndices(rows, randomStream(seed, 'order', epoch));
    }
    result.push(order[place % rows] as number);
  }
  return result;
}

/** The problems of a step (1-based); see `rowsOfStep`. */
export const problemsOfStep = (
  dataset: readonly Problem[],
  seed: number,
  step: number,
  promptsPerStep: number,
): Problem[] => rowsOfStep(dataset.length, seed, step, promptsPerStep).map((row) => dataset[row] as Problem);
