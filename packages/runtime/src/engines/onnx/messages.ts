// What the engine and its worker threads say to each other: plain data and shared memory.
import type { EmittedDecoder, EmittedGraph, EmittedOnnx } from '@allot/spec';
import type { ScoredPolicy } from '../../engine.js';
import type { PackedRequests, PackedSamples, RolloutSettings } from './rollout/pack-rollout.js';
import type { LaneResult, LaneWork } from './update/lane-work.js';

export type GraphName = keyof EmittedOnnx['graphs'];

export interface LoadedGraph {
  readonly description: EmittedGraph;
  /** The .onnx file. */
  readonly bytes: SharedArrayBuffer;
}

/** Given to every worker when it starts. */
export interface WorkerSetup {
  readonly device: 'cpu' | 'webgpu' | 'cuda';
  readonly decoder: EmittedDecoder;
  readonly parameters: EmittedOnnx['parameters'];
  readonly graphs: Readonly<Record<GraphName, LoadedGraph>>;
  readonly state: SharedState;
}

/** The policy and its optimizer, seen by all threads; written only while a single job runs. */
export interface SharedState {
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** One gradient sum per lane. */
  readonly laneGradients: readonly Float32Array[];
  /** Parameters of the reference policy, never written. */
  readonly reference?: Float32Array;
}

/** Slots of a job's shared counters. */
export const Counter = { next: 0, stop: 1, finished: 2, tokens: 3 } as const;
export type Counters = Int32Array;

export interface JobTable {
  /** Creates the sessions of these graphs. */
  prepare: { input: { readonly graphs: readonly GraphName[] }; output: null };
  rollout: {
    input: {
      readonly requests: PackedRequests;
      readonly settings: RolloutSettings;
      readonly counters: Counters;
    };
    output: PackedSamples;
  };
  logProbabilities: {
    input: {
      readonly batches: readonly (readonly Int32Array[])[];
      readonly of: ScoredPolicy;
      readonly temperature: number;
      readonly counters: Counters;
    };
    /** By batch number; only the batches that this worker took. */
    output: readonly { readonly batch: number; readonly values: readonly Float32Array[] }[];
  };
  lanes: { input: LaneWork & { readonly counters: Counters }; output: readonly LaneResult[] };
  optimize: {
    input: {
      /** Lanes that hold a gradient, in the order in which they are added. */
      readonly lanes: readonly number[];
      /** Scalar inputs of the AdamW graph, by name. */
      readonly scalars: Readonly<Record<string, number>>;
    };
    output: { readonly gradientNorm: number; readonly applied: boolean };
  };
}

export type JobKind = keyof JobTable;
export type JobInput<K extends JobKind> = JobTable[K]['input'];
export type JobOutput<K extends JobKind> = JobTable[K]['output'];

export type WorkerRequest = {
  [K in JobKind]: {
    readonly id: number;
    readonly kind: K;
    /** Version of the parameters; sessions made from an older one are made again. */
    readonly version: number;
    readonly input: JobInput<K>;
  };
}[JobKind];

export type WorkerReply =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly error: string };
