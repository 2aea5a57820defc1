// The engine's worker threads: posts jobs, collects their answers, notices when one dies.
import { Worker } from 'node:worker_threads';
import { reportEngine } from '../engine-catalog.js';
import { EngineFailure } from '../engine-failure.js';
import { messageOf } from './graph-files.js';
import type { JobInput, JobKind, JobOutput, WorkerReply, WorkerSetup } from './messages.js';

export type WorkerPool = ReturnType<typeof createWorkerPool>;

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** `file` is the module that each thread runs. */
export function createWorkerPool(count: number, setup: WorkerSetup, file: URL = workerFile()) {
  let failure: EngineFailure | undefined;
  let closing = false;
  let nextId = 0;
  const threads = Array.from({ length: count }, () => startWorker());

  function startWorker() {
    const worker = new Worker(file, { workerData: setup });
    const pending = new Map<number, Pending>();
    const die = (reason: string, cause?: unknown) => {
      if (closing) return;
      failure ??= failed(reason, cause);
      for (const { reject } of pending.values()) reject(failure);
      pending.clear();
    };
    worker.on('message', (reply: WorkerReply) => {
      const waiting = pending.get(reply.id);
      pending.delete(reply.id);
      if (pending.size === 0) worker.unref();
      if ('error' in reply) waiting?.reject(failed(reply.error));
      else waiting?.resolve(reply.output);
    });
    worker.on('error', (error) => die(messageOf(error), error));
    worker.on('exit', (code) => die(`its thread ended with code ${code}`));
    worker.unref();
    return { worker, pending };
  }

  /** Runs one job on one worker. */
  function call<K extends JobKind>(
    index: number,
    kind: K,
    version: number,
    input: JobInput<K>,
  ): Promise<JobOutput<K>> {
    const thread = threads[index];
    if (thread === undefined) throw new RangeError(`the engine has no worker ${index}`);
    if (failure !== undefined) return Promise.reject(failure);
    if (closing) return Promise.reject(new Error('the engine is closed'));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      thread.pending.set(id, { resolve: (output) => resolve(output as JobOutput<K>), reject });
      thread.worker.ref();
      thread.worker.postMessage({ id, kind, version, input });
    });
  }

  /** Runs the same job on every worker and waits for all of them, also when one fails. */
  async function callAll<K extends JobKind>(
    kind: K,
    version: number,
    input: JobInput<K>,
  ): Promise<JobOutput<K>[]> {
    const settled = await Promise.allSettled(threads.map((_, index) => call(index, kind, version, input)));
    const lost = settled.find((one) => one.status === 'rejected');
    if (lost !== undefined) throw lost.reason;
    return settled.map((one) => (one as PromiseFulfilledResult<JobOutput<K>>).value);
  }

  async function close(): Promise<void> {
    closing = true;
    for (const { pending } of threads) {
      for (const { reject } of pending.values()) reject(new Error('the engine was closed'));
      pending.clear();
    }
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  return { size: count, call, callAll, close };
}

/** The compiled worker: a thread loads JavaScript, also when this file runs from its TypeScript source. */
function workerFile(): URL {
  const own = import.meta.url;
  return new URL('./worker.js', own.endsWith('.ts') ? own.replace('/src/engines/', '/dist/engines/') : own);
}

/** Whether memory is what was lacking, by what onnxruntime and Node say then. */
export const isMemory = (reason: string): boolean => /alloc|memory/i.test(reason);

/** The failure of a worker, with what to do about it. */
export function failed(reason: string, cause?: unknown): EngineFailure {
  const remedy = isMemory(reason)
    ? 'Use fewer workers (`engine.workers`), smaller micro-batches (`training.tokensPerMicrobatch`) or shorter responses (`response.maxTokens`), and resume the run.'
    : 'Resume the run from its last checkpoint; if it fails again at the same place, report it.';
  return new EngineFailure(
    reportEngine('engine/worker-failed', { reason, remedy }, { actual: reason }),
    cause,
  );
}
