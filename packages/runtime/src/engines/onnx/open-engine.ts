// The onnx engine: the policy, its gradient and AdamW as ONNX graphs on onnxruntime, in worker threads.
import type { Diagnostic, EmittedGraph, EmittedOnnx } from '@allot/spec';
import type { Engine, EngineOptions, OpenEngine } from '../../engine.js';
import { createQueue } from '../call-queue.js';
import { reportEngine } from '../engine-catalog.js';
import { EngineFailure } from '../engine-failure.js';
import { deviceUnavailable } from './device.js';
import { countParameters, loadGraphs, messageOf } from './graph-files.js';
import { refuseTelemetry } from './no-telemetry.js';
import { onnxNumerics } from './numerics.js';
import { rolloutRequests } from './rollout/rollout-requests.js';
import { allocateState, countVectors, readState, writeState } from './shared-state.js';
import { applyUpdate } from './update/apply-update.js';
import { scoreSequences } from './update/score-sequences.js';
import { createWorkerPool, failed, isMemory, type WorkerPool } from './worker-pool.js';

/** What a call needs to know of its engine. */
export interface EngineContext {
  readonly pool: WorkerPool;
  readonly decoder: EngineOptions['manifest']['decoder'];
  readonly trainGraph: EmittedGraph;
  /** Version of the parameters; grows whenever they change. */
  readonly version: number;
  readonly optimizerStep: number;
}

export const openOnnxEngine: OpenEngine<EmittedOnnx> = async (options) => {
  const [graphs, diagnostics] = loadGraphs(options.folder, options.manifest);
  if (graphs === undefined) return [undefined, diagnostics];
  const { device, manifest, reference } = options;
  const size = countParameters(manifest);
  const shared = allocateState(size, reference);
  if (shared === undefined) {
    const vectors = countVectors(reference);
    return [undefined, [reportEngine('engine/out-of-memory', { vectors, parameters: size })]];
  }
  writeState(shared, options.state);
  const hasReference = reference !== undefined;
  const workers = device === 'cpu' ? Math.max(1, options.workers) : 1;
  const { decoder, parameters } = manifest;
  refuseTelemetry();
  const pool = createWorkerPool(workers, { device, decoder, parameters, graphs, state: shared });
  let [version, optimizerStep] = [1, options.state.optimizerStep];
  const context = (): EngineContext => ({
    pool,
    decoder,
    trainGraph: graphs.train.description,
    version,
    optimizerStep,
  });

  const problem = await probeDevice(pool, options);
  if (problem !== undefined) {
    await pool.close();
    return [undefined, [problem]];
  }

  const queue = createQueue();
  const engine: Engine = {
    rollout: (requests, settings) => queue(() => rolloutRequests(context(), requests, settings)),
    logProbabilities: (sequences, temperature, of = 'current') =>
      queue(async () => {
        if (of === 'reference' && !hasReference)
          throw new RangeError('the engine was opened without a reference policy');
        return scoreSequences(context(), sequences, temperature, of);
      }),
    update: (batch) =>
      queue(async () => {
        const { result, applied } = await applyUpdate(context(), batch);
        if (applied) [version, optimizerStep] = [version + 1, optimizerStep + 1];
        return result;
      }),
    state: () => queue(async () => readState(shared, optimizerStep)),
    load: (state) =>
      queue(async () => {
        writeState(shared, state);
        [version, optimizerStep] = [version + 1, state.optimizerStep];
      }),
    ...(device === 'cpu' && { numerics: onnxNumerics() }),
    close: () => pool.close(),
  };
  return [engine, []];
};

/** Makes a first session: what tells whether the device is there. */
async function probeDevice(
  pool: WorkerPool,
  { device, folder }: EngineOptions<EmittedOnnx>,
): Promise<Diagnostic | undefined> {
  try {
    await pool.callAll('prepare', 1, { graphs: ['adamw'] });
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    if (isMemory(reason)) return failed(reason).diagnostic;
    return device === 'cpu'
      ? reportEngine('engine/files-damaged', { file: folder, folder, reason })
      : deviceUnavailable(device, reason);
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof EngineFailure ? error.diagnostic.actual : undefined) ?? messageOf(error);
