// The torch engine: Hugging Face models in a Python process, on the CPU or an NVIDIA GPU.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EmittedTorch } from '@allot/spec';
import { readMoments, readPolicy } from '@allot/store';
import type {
  Engine,
  EngineOptions,
  OpenEngine,
  PolicySnapshot,
  PolicyState,
  StoredPolicy,
} from '../../engine.js';
import { createQueue } from '../call-queue.js';
import { reportEngine } from '../engine-catalog.js';
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
      await openPolicy(worker, options, scratch);
      return [createEngine({ worker, manifest: options.manifest, scratch }, options), []];
    } catch (error) {
      await worker?.close();
      await rm(scratch, { recursive: true, force: true });
      return [undefined, [describeStart(error, python, options.device)]];
    }
  };

export const openTorchEngine = torchEngineOpener(startWorker);

async function openPolicy(worker: WorkerProcess, options: Options, scratch: string): Promise<void> {
  const { manifest, device, reference } = options;
  const at = join(scratch, 'first');
  const state = await storeState(at, manifest, options.state);
  const base =
    reference instanceof Float32Array
      ? await storePolicy(join(at, 'reference'), manifest, reference)
      : reference?.policy;
  await worker.call('open', { manifest, device, ...absolute({ ...state, reference: base }) });
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

function createEngine(context: CallContext, { reference, onWarning }: Options): Engine {
  const { worker, manifest, scratch } = context;
  const queue = createQueue();
  let closed = false;
  const run = <T>(work: () => Promise<T>): Promise<T> =>
    queue(async () => {
      if (closed) throw new Error('the engine is closed');
      return work().catch((error: unknown) => {
        throw failureOf(error);
      });
    });

  const snapshot = async (): Promise<PolicySnapshot> => {
    const { optimizer_step: optimizerStep } = await worker.call('snapshot', {});
    return {
      optimizerStep: optimizerStep as number,
      write: async (files) => {
        await worker.call('save', absolute(files)).catch((error: unknown) => {
          throw failureOf(error);
        });
      },
    };
  };

  return {
    rollout: (requests, options) => run(() => rolloutRequests(context, requests, options)),
    logProbabilities: (sequences, temperature, of = 'current') =>
      run(async () => {
        if (of === 'reference' && reference === undefined)
          throw new RangeError('the engine was opened without a reference policy');
        return scoreSequences(context, sequences, temperature, of);
      }),
    update: (batch) =>
      run(() =>
        applyUpdate(context, batch, (tokens) =>
          onWarning?.(
            reportEngine('engine/microbatch-halved', { tokens }, { path: 'training.tokensPerMicrobatch' }),
          ),
        ),
      ),
    state: () => run(async () => readState(manifest, scratch, await snapshot())),
    load: (state) =>
      run(async () => {
        const at = join(scratch, 'next');
        await worker.call('load', absolute(await storeState(at, manifest, state)));
        await rm(at, { recursive: true, force: true });
      }),
    snapshot: () => run(snapshot),
    close: async () => {
      closed = true;
      await worker.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** Through files: the worker's weights are in another process. */
async function readState(
  { parameters: layout }: EmittedTorch,
  scratch: string,
  { optimizerStep, write }: PolicySnapshot,
): Promise<PolicyState> {
  const policy = await mkdtemp(join(scratch, 'state-'));
  const optimizer = join(policy, 'optimizer');
  await write({ policy, optimizer });
  const [parameters, problems] = await readPolicy(policy, layout);
  const [moments, more] = await readMoments(optimizer, layout);
  await rm(policy, { recursive: true });
  if (!parameters || !moments) throw new Error(JSON.stringify([...problems, ...more]));
  return { parameters, ...moments, optimizerStep };
}
