// A worker's onnxruntime sessions: one per graph, run with the policy's current weights.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ScoredPolicy } from '../../engine.js';
import type { GraphName, WorkerSetup } from './messages.js';
import { patchWeights } from './patch-weights.js';

export type Tensors = Readonly<Record<string, Tensor>>;
export type RunGraph = (feeds: Tensors, outputs?: readonly string[]) => Promise<Tensors>;

export type WorkerSessions = ReturnType<typeof createSessions>;

interface OpenSession {
  /** Version of the weights inside. */
  readonly version: number;
  readonly session: InferenceSession;
}

/**
 * Weights are initializers where the emitted graph has them so: the session is made again when they change, packs them
 * once, and its rows do not depend on their batch. Elsewhere they are inputs and the session stays.
 */
export function createSessions(setup: WorkerSetup) {
  const open = new Map<string, OpenSession>();
  let version = 0;
  let weights: { readonly version: number; readonly feeds: Tensors } | undefined;

  /** The runner of a graph, with the weights of the current version, or with the reference's, which never change. */
  async function graph(name: GraphName, of: ScoredPolicy = 'current'): Promise<RunGraph> {
    const { session } = await sessionOf(name, of);
    const weightFeeds = of === 'current' ? pickFeeds(name) : {};
    const all = session.outputNames;
    return (feeds, outputs = all) =>
      session.run({ ...weightFeeds, ...feeds }, outputs as string[]) as Promise<Tensors>;
  }

  async function sessionOf(name: GraphName, of: ScoredPolicy): Promise<OpenSession> {
    const key = `${name} of ${of}`;
    const known = open.get(key);
    const lasting = of === 'reference' || setup.graphs[name].description.weights.length === 0;
    if (known !== undefined && (lasting || known.version === version)) return known;
    if (known !== undefined) {
      open.delete(key);
      await known.session.release();
    }
    const { parameters, reference } = setup.state;
    const weightsOf = of === 'reference' ? (reference as Float32Array) : parameters;
    const file = patchWeights(setup.graphs[name], weightsOf);
    const made = { version, session: await InferenceSession.create(file, sessionOptions(setup.device)) };
    open.set(key, made);
    return made;
  }

  /** Feeds for the inputs that are named like parameters. */
  function pickFeeds(name: GraphName): Tensors {
    const inputs = new Set(setup.graphs[name].description.inputs.map((input) => input.name));
    if (!setup.parameters.some((parameter) => inputs.has(parameter.name))) return {};
    if (weights?.version !== version) weights = { version, feeds: copyWeights(setup) };
    return Object.fromEntries(Object.entries(weights.feeds).filter(([parameter]) => inputs.has(parameter)));
  }

  return {
    graph,
    useVersion: (next: number) => {
      version = next;
    },
  };
}

/** Every parameter as a tensor; onnxruntime takes no shared memory. */
function copyWeights({ parameters, state }: WorkerSetup): Tensors {
  const flat = new Float32Array(state.parameters);
  const tensors = parameters.map(({ name, shape, offset }) => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    return [name, new Tensor('float32', flat.subarray(offset, offset + size), shape)] as const;
  });
  return Object.fromEntries(tensors);
}

function sessionOptions(device: WorkerSetup['device']): InferenceSession.SessionOptions {
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  };
}
