// The torch engine: Hugging Face models in Python, on the CPU or NVIDIA GPUs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BatchSizes, Diagnostic, EmittedTorch, Numerics, Phase, TorchDevice } from '@allot/spec';
import { readMoments, readPolicy } from '@allot/store';
import type {
  Engine,
  EngineOptions,
  OpenEngine,
  PolicySnapshot,
  PolicyState,
  SavedWeights,
  StoredPolicy,
  UpdateBatch,
} from '../../engine.js';
import { createQueue } from '../call-queue.js';
import { reportEngine } from '../engine-catalog.js';
import { sizesOf } from './device-sizes.js';
import { describeStart, failureOf } from './failures.js';
import type { Hello } from './messages.js';
import { torchNumerics } from './numerics.js';
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
    const refuse = async (diagnostic: Diagnostic): Promise<Phase<Engine>> => {
      await worker?.close();
      await rm(scratch, { recursive: true, force: true });
      return [undefined, [diagnostic]];
    };
    try {
      worker = await start(python, scratch, options.processes);
      const shortage = findShortage(worker.hello, options);
      if (shortage) return await refuse(shortage);
      const device: TorchDevice = options.device === 'cpu' ? 'cpu' : 'cuda';
      const alone = (options.processes ?? 1) === 1;
      const picked = alone ? sizesOf(options.manifest, device, worker.hello) : undefined;
      const sizes = options.sizes ?? picked;
      await openPolicy(worker, options, scratch);
      const context = { worker, manifest: options.manifest, scratch, device, ...(sizes && { sizes }) };
      const numerics = torchNumerics(worker.hello, options);
      return [createEngine(context, options, numerics), []];
    } catch (error) {
      return refuse(describeStart(error, python, options.device));
    }
  };

export const openTorchEngine = torchEngineOpener(startWorker);

/** No GPU at all is told by the worker. */
function findShortage({ devices }: Hello, { device, processes = 1 }: Options): Diagnostic | undefined {
  const gpus = devices.filter(({ name }) => name === 'cuda').length;
  if (device !== 'cuda' || gpus === 0 || gpus >= processes) return undefined;
  return reportEngine('engine/too-few-gpus', { processes, gpus }, { path: 'engine.processes' });
}

async function openPolicy(worker: WorkerProcess, options: Options, scratch: string): Promise<void> {
  const { manifest, device, reference, sampler, deterministic, onWarning } = options;
  const at = join(scratch, 'first');
  const state = await storeState(at, manifest, options.state);
  const base =
    reference instanceof Float32Array
      ? await storePolicy(join(at, 'reference'), manifest, reference)
      : reference?.policy;
  const places = absolute({ ...state, reference: base });
  const opened = await worker.call('open', { manifest, device, sampler, deterministic, ...places });
  if (device === 'cuda' && opened.kernels === 0)
    onWarning?.(reportEngine('engine/no-kernels', {}, { path: 'engine.device' }));
  await rm(at, { recursive: true, force: true });
}

/** The places of files as the worker needs them: it runs in a folder of its own. */
function absolute(places: Places): Readonly<Record<string, string>> {
  const given = placeNames.flatMap((name) => {
    const place = places[name];
    return place === undefined ? [] : [[name, resolve(place)] as const];
  });
  return Object.fromEntries(given);
}

const placeNames = ['policy', 'adapter', 'optimizer', 'reference'] as const;
type Places = { readonly [Name in (typeof placeNames)[number]]?: string | undefined };

function createEngine(
  context: CallContext,
  { reference, onWarning, picksMicrobatch = false, sampler }: Options,
  numerics: Numerics | undefined,
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

  const snapshot = async (of: SavedWeights): Promise<PolicySnapshot> => {
    const { optimizer_step: optimizerStep } = await worker.call('snapshot', { of });
    return {
      optimizerStep: optimizerStep as number,
      write: async ({ policy, optimizer }) => {
        const folder = of === 'adapter' ? { adapter: policy } : { policy };
        await worker.call('save', absolute({ ...folder, optimizer })).catch((error: unknown) => {
          throw failureOf(error);
        });
      },
    };
  };

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
    state: () => run(() => readState(manifest, scratch, () => snapshot('weights'))),
    load: (state) =>
      run(async () => {
        const at = join(scratch, 'next');
        await worker.call('load', absolute(await storeState(at, manifest, state)));
        await rm(at, { recursive: true, force: true });
      }),
    loadFiles: (stored) =>
      run(async () => {
        await worker.call('load', absolute(stored));
      }),
    snapshot: (what) => run(() => snapshot(what)),
    // By kernels of its own, which round otherwise.
    samplerDiffers: device !== 'cpu' || sampler === 'vllm',
    ...(sizes && { sizes }),
    ...(numerics && { numerics }),
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
  { parameters: layout, adapter }: EmittedTorch,
  scratch: string,
  snapshot: () => Promise<PolicySnapshot>,
): Promise<PolicyState> {
  if (adapter) throw new RangeError('a policy with an adapter is saved as files');
  const policy = await mkdtemp(join(scratch, 'state-'));
  const optimizer = join(policy, 'optimizer');
  const { optimizerStep, write } = await snapshot();
  await write({ policy, optimizer });
  const [parameters, problems] = await readPolicy(policy, layout);
  const [moments, more] = await readMoments(optimizer, layout);
  await rm(policy, { recursive: true });
  if (!parameters || !moments) throw new Error(JSON.stringify([...problems, ...more]));
  return { parameters, ...moments, optimizerStep };
}
