// The thread that runs the graphs: takes one job after another.
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from './graph-files.js';
import {
  Counter,
  type JobInput,
  type JobKind,
  type JobOutput,
  type WorkerReply,
  type WorkerRequest,
  type WorkerSetup,
} from './messages.js';
import { runRollout } from './rollout/run-rollout.js';
import { runLanes } from './update/run-lanes.js';
import { runLogProbabilities } from './update/run-log-probabilities.js';
import { runOptimizer } from './update/run-optimizer.js';
import { createSessions, type WorkerSessions } from './worker-sessions.js';

export interface WorkerContext {
  readonly setup: WorkerSetup;
  readonly sessions: WorkerSessions;
}

type Handlers = {
  readonly [K in JobKind]: (context: WorkerContext, input: JobInput<K>) => Promise<JobOutput<K>>;
};

const handlers: Handlers = {
  prepare: async ({ sessions }, { graphs }) => {
    for (const name of graphs) await sessions.graph(name);
    return null;
  },
  rollout: runRollout,
  logProbabilities: runLogProbabilities,
  lanes: runLanes,
  optimize: runOptimizer,
};

const setup = workerData as WorkerSetup;
const context: WorkerContext = { setup, sessions: createSessions(setup) };

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: WorkerRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    context.sessions.useVersion(request.version);
    const handle = handlers[request.kind] as (context: WorkerContext, input: unknown) => Promise<unknown>;
    return { id: request.id, output: await handle(context, request.input) };
  } catch (error) {
    if ('counters' in request.input) Atomics.store(request.input.counters, Counter.stop, 1);
    return { id: request.id, error: messageOf(error) };
  }
}
