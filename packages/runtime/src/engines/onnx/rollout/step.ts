// One step of all live rows: feeds each row's last token, appends its key and value, gives the next token.
import { Tensor } from 'onnxruntime-node';
import type { GraphName } from '../messages.js';
import type { WorkerContext } from '../worker.js';
import type { Tensors } from '../worker-sessions.js';
import type { RolloutSettings } from './pack-rollout.js';
import type { Row } from './row.js';
import type { RowCaches } from './row-caches.js';

/**
 * Batches are filled up to a multiple of this many rows: onnxruntime computes the last few elements of a vector, those
 * that do not fill a register, by another routine, whose last bit may differ.
 */
export const ROW_MULTIPLE = 8;

export const paddedRows = (rows: number): number => Math.ceil(rows / ROW_MULTIPLE) * ROW_MULTIPLE;

/** The first elements belong to the live rows, in order; what follows is padding. */
export interface StepResult {
  readonly tokens: Int32Array;
  readonly logProbabilities: Float32Array;
}

export async function createStep(
  { sessions }: WorkerContext,
  settings: RolloutSettings,
  caches: RowCaches,
  slots: number,
) {
  const name = stepGraphOf(settings);
  const run = await sessions.graph(name);
  const tokens = new Int32Array(slots);
  const positions = new Int32Array(slots);
  const uniforms = new Float32Array(slots);
  const scalars: Record<string, Tensor> = {};
  if (name !== 'stepGreedy')
    scalars.temperature = new Tensor('float32', Float32Array.of(settings.temperature), [1]);
  if (name === 'stepNucleus') scalars.top_p = new Tensor('float32', Float32Array.of(settings.topP), [1]);

  return async (rows: readonly Row[]): Promise<StepResult> => {
    const count = paddedRows(rows.length);
    rows.forEach((row, index) => {
      tokens[index] = row.token;
      positions[index] = row.position;
      uniforms[index] = row.sampling.at(row.responsePosition);
    });
    const feeds: Record<string, Tensor> = {
      ...caches.feeds(count),
      ...scalars,
      tokens: new Tensor('int32', tokens.subarray(0, count), [count]),
      positions: new Tensor('int32', positions.subarray(0, count), [count]),
    };
    if (name !== 'stepGreedy')
      feeds.uniforms = new Tensor('float32', uniforms.subarray(0, count), [count, 1]);
    const outputs: Tensors = await run(feeds);
    caches.append(outputs, positions.subarray(0, rows.length));
    return {
      tokens: outputs.next_tokens?.data as Int32Array,
      logProbabilities: outputs.log_probabilities?.data as Float32Array,
    };
  };
}

function stepGraphOf({ temperature, topP }: RolloutSettings): GraphName {
  if (temperature === 0) return 'stepGreedy';
  return topP < 1 ? 'stepNucleus' : 'stepCategorical';
}
