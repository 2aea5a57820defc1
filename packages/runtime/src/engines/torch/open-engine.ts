// The torch engine: Hugging Face models in a Python process, on the CPU or an NVIDIA GPU.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BatchSizes, EmittedTorch, TorchDevice } from '@allot/spec';
import { readMoments, readPolicy } from '@allot/store';
import type {
  Engine,
  EngineOptions,
  OpenEngine,
  PolicyState,
  StoredPolicy,
  UpdateBatch,
} from '../../engine.js';
import { createQueue } from '../call-queue.js';
import { reportEngine } from '../engine-catalog.js';
import { sizesOf } from './device-sizes.js';
import { describeStart, failureOf } from './failures.js';
import { choosePython } from './python.js';
import { storePolicy, storeState } from './stored-state.js';
import { applyUpdate, type CallContext, rolloutRequests, scoreSequences } from './worker-calls.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

type Options = EngineOptions<EmittedTorch, StoredPolicy>;

/** Opens engines whose workers `start` gives. */
export const torchEngineOpener =
  (start: typeof startWorker): OpenEngine<EmittedTorch, StoredPolicy> =>
  async (options) => {
    const python = choosePython(options.python);
    const scratch = await mkdtemp(join(tmpdir(), 'allot-torch-'));
    let worker: WorkerProcess | undefined;
    try {
      worker = await start(python, scratch);
      const device: TorchDevice = options.device === 'cpu' ? 'cpu' : 'cuda';
      const sizes = options.sizes ?? sizesOf(options.manifest, device, worker.hello);
      await openPolicy(worker, options, scratch);
      const context = { worker, manifest: options.manifest, scratch, device, ...(sizes && { sizes }) };
      return [createEngine(context, options), []];
    } catch (error) {
      await worker?.close();
      await rm(scratch, { recursive: true, force: true });
      return [undefined, [describeStart(error, python, options.device)]];
    }
  };

export const openTorchEngine = torchEngineOpener(startWorker);

async function openPolicy(worker: WorkerProcess, options: Options, scratch: string): Promise<void> {
  const { manifest, device, reference, sampler } = options;
  const at = join(scratch, 'first');
  const state = await storeState(at, manifest, options.state);
  const base =
    reference instanceof Float32Array
      ? await storePolicy(join(at, 'reference'), manifest, reference)
      : reference?.policy;
  await worker.call('open', { manifest, device, sampler, ...absolute({ ...state, reference: base }) });
  await rm(at, { recursive: true, force: true });
}

/** The places of files as the worker needs them: it runs in a folder of its own. */
function absolute(places: {
  readonly policy: string;
  readonly optimizer?: string | undefined;
  readonly reference?: string | undefined;
}): Readonly<Record<string, string>> {
  const { policy, optimizer, reference } = places;
  return {
    policy: resolve(policy),
    ...(optimizer !== undefined && { optimizer: resolve(optimizer) }),
    ...(reference !== undefined && { reference: resolve(reference) }),
  };
}

function createEngine(
  context: CallContext,
  { reference, onWarning, picksMicrobatch = false, sampler }: Options,
): Engine {
  const { worker, manifest, scratch, sizes, device } = context;
  const queue = createQueue();
  let closed = false;
  const run = <T>(work: () => Promise<T>): Promise<T> =>
    queue(async () => {
      if (closed) throw new Error('the engine is closed');
      return work().catch((error: unknown) => {
        throw failureOf(error);
      });
    });

  const save = async (files: { readonly policy: string; readonly optimizer: string }): Promise<number> =>
    (await worker.call('save', absolute(files))).optimizer_step as number;

  return {
    rollout: (requests, options) =>
      run(() =>
        rolloutRequests(context, requests, options, (rows) =>
          onWarning?.(reportEngine('engine/rows-halved', { rows })),
        ),
      ),
    logProbabilities: (sequences, temperature, of = 'current') =>
      run(async () => {
        if (of === 'reference' && reference === undefined)
          throw new RangeError('the engine was opened without a reference policy');
        return scoreSequences(context, sequences, temperature, of);
      }),
    update: (batch) =>
      run(() =>
        applyUpdate(context, withPicked(batch, picksMicrobatch ? sizes : undefined), (tokens) =>
          onWarning?.(
            reportEngine('engine/microbatch-halved', { tokens }, { path: 'training.tokensPerMicrobatch' }),
          ),
        ),
      ),
    state: () => run(() => readState(manifest, scratch, save)),
    load: (state) =>
      run(async () => {
        const at = join(scratch, 'next');
        await worker.call('load', absolute(await storeState(at, manifest, state)));
        await rm(at, { recursive: true, force: true });
      }),
    save: (files) => run(() => save(files)),
    // A copy of the weights in bfloat16, or kernels of its own.
    samplerDiffers: device !== 'cpu' || sampler === 'vllm',
    ...(sizes && { sizes }),
    close: async () => {
      closed = true;
      await worker.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

const withPicked = (batch: UpdateBatch, sizes: BatchSizes | undefined): UpdateBatch =>
  sizes ? { ...batch, tokensPerMicrobatch: sizes.tokensPerMicrobatch } : batch;

/** Through files: the worker's weights are in another process. */
async function readState(
  { parameters: layout }: EmittedTorch,
  scratch: string,
  save: (files: { readonly policy: string; readonly optimizer: string }) => Promise<number>,
): Promise<PolicyState> {
  const policy = await mkdtemp(join(scratch, 'state-'));
  const optimizer = join(policy, 'optimizer');
  const optimizerStep = await save({ policy, optimizer });
  const [parameters, problems] = await readPolicy(policy, layout);
  const [moments, more] = await readMoments(optimizer, layout);
  await rm(policy, { recursive: true });
  if (!parameters || !moments) throw new Error(JSON.stringify([...problems, ...more]));
  return { parameters, ...moments, optimizerStep };
}
