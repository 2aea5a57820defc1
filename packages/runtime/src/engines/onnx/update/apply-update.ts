// One optimizer step over all workers: lanes of micro-batches, their sum, AdamW.
import type { UpdateBatch, UpdateResult } from '../../../engine.js';
import { callWithCounters } from '../call-with-counters.js';
import type { EngineContext } from '../open-engine.js';
import type { LaneWork, MicrobatchSums } from './lane-work.js';
import { optimizerScalars } from './optimizer-scalars.js';
import { planMicrobatches } from './plan-microbatches.js';
import { trainScalars } from './train-inputs.js';

/** `applied` is false, and the state as it was, when the gradient is not finite. */
export async function applyUpdate(
  { pool, trainGraph, version, optimizerStep }: EngineContext,
  batch: UpdateBatch,
): Promise<{ readonly result: UpdateResult; readonly applied: boolean }> {
  const objective = trainGraph.inputs.some(({ name }) => name === 'advantages')
    ? 'policy-gradient'
    : 'supervised';
  if (batch.objective !== objective) {
    throw new RangeError(
      `the engine was emitted for a ${objective} loss, the batch is for ${batch.objective}`,
    );
  }
  const work: LaneWork = { scalars: trainScalars(trainGraph, batch), lanes: planMicrobatches(batch) };
  const parts = await callWithCounters({}, (counters) =>
    pool.callAll('lanes', version, { ...work, counters }),
  );
  const results = parts.flat().sort((a, b) => a.lane - b.lane);
  const { gradientNorm, applied } = await pool.call(0, 'optimize', version, {
    lanes: results.map(({ lane }) => lane),
    scalars: optimizerScalars(batch.optimizer, optimizerStep + 1),
  });
  const sums = results.flatMap((result) => result.sums);
  const result: UpdateResult = {
    ...sumMetrics(sums),
    gradientNorm,
    trainedTokens: batch.sequences.reduce((total, { weights }) => total + countTrained(weights), 0),
  };
  return { result, applied };
}

function sumMetrics(sums: readonly MicrobatchSums[]) {
  const total = (name: keyof MicrobatchSums) => sums.reduce((sum, microbatch) => sum + microbatch[name], 0);
  return { loss: total('loss'), clippedTokens: total('clipped'), entropy: total('entropy'), kl: total('kl') };
}

function countTrained(weights: Float32Array): number {
  let count = 0;
  for (const weight of weights) if (weight !== 0) count++;
  return count;
}
