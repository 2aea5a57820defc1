// Log-probabilities of given sequences over all workers.
import type { ScoredPolicy } from '../../../engine.js';
import { callWithCounters } from '../call-with-counters.js';
import type { EngineContext } from '../open-engine.js';
import { batchByLength } from './log-probability-batches.js';

export async function scoreSequences(
  { pool, version }: EngineContext,
  sequences: readonly Int32Array[],
  temperature: number,
  of: ScoredPolicy,
): Promise<Float32Array[]> {
  const indices = batchByLength(sequences);
  const batches = indices.map((batch) => batch.map((index) => sequences[index] as Int32Array));
  const parts = await callWithCounters({}, (counters) =>
    pool.callAll('logProbabilities', version, { batches, of, temperature, counters }),
  );
  const scored = sequences.map(() => new Float32Array(0));
  for (const { batch, values } of parts.flat()) {
    values.forEach((row, position) => {
      scored[indices[batch]?.[position] as number] = row as Float32Array<ArrayBuffer>;
    });
  }
  return scored;
}
