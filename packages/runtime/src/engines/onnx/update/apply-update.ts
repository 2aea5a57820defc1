// One optimizer step over all workers: lanes of micro-batches, their sum, AdamW.
import type { UpdateBatch, UpdateResult } from '../../../engine.js';
import { countTrained, lossScalars } from '../../loss-terms.js';
import { callWithCounters } from '../call-with-counters.js';
import type { EngineContext } from '../open-engine.js';
import type { LaneWork, MicrobatchSums } from './lane-work.js';
import { optimizerScalars } from './optimizer-scalars.js';
import { planMicrobatches } from './plan-microbatches.js';

/** `applied` is false, and the state as it was, when the loss or the gradient is not finite. */
export async function applyUpdate(
  { pool, trainGraph, version, optimizerStep }: EngineContext,
  batch: UpdateBatch,
): Promise<{ readonly result: UpdateResult; readonly applied: boolean }> {
  const read = new Set(trainGraph.inputs.map(({ name }) => name));
  const work: LaneWork = { scalars: lossScalars(read, batch), lanes: planMicrobatches(batch) };
  const parts = await callWithCounters({}, (counters) =>
    pool.callAll('lanes', version, { ...work, counters }),
  );
  const results = parts.flat().sort((a, b) => a.lane - b.lane);
  const sums = sumMetrics(results.flatMap((result) => result.sums));
  const trainedTokens = countTrained(batch);
  if (!Number.isFinite(sums.loss))
    return { result: { ...sums, gradientNorm: Number.NaN, trainedTokens }, applied: false };
  const { gradientNorm, applied } = await pool.call(0, 'optimize', version, {
    lanes: results.map(({ lane }) => lane),
    scalars: optimizerScalars(batch.optimizer, optimizerStep + 1),
  });
  return { result: { ...sums, gradientNorm, trainedTokens }, applied };
}

function sumMetrics(sums: readonly MicrobatchSums[]) {
  const total = (name: keyof MicrobatchSums) => sums.reduce((sum, microbatch) => sum + microbatch[name], 0);
  return { loss: total('loss'), clippedTokens: total('clipped'), entropy: total('entropy'), kl: total('kl') };
}
