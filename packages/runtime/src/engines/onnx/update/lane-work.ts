// The work of an update as lanes of micro-batches: data for the worker threads.
import type { UpdateBatch } from '../../../engine.js';

/** A micro-batch as dense arrays: rows by time, padded at the right. */
export interface Microbatch {
  readonly rows: number;
  /** Tokens of the longest row. */
  readonly time: number;
  /** [rows, time] */
  readonly tokens: Int32Array;
  /** [rows, time - 1], 0 where padded; so are the next two, which are empty for a supervised batch. */
  readonly weights: Float32Array;
  readonly advantages: Float32Array;
  readonly oldLogProbabilities: Float32Array;
}

export interface LaneWork {
  readonly objective: UpdateBatch['objective'];
  readonly temperature: number;
  readonly clipLow: number;
  readonly clipHigh: number;
  /** By lane: its micro-batches in order. */
  readonly lanes: readonly (readonly Microbatch[])[];
}

/** Given for lanes that have micro-batches. */
export interface LaneResult {
  readonly lane: number;
  /** Sums of each of the lane's micro-batches: loss, clipped, entropy, kl. */
  readonly sums: readonly MicrobatchSums[];
}

export interface MicrobatchSums {
  readonly loss: number;
  readonly clipped: number;
  readonly entropy: number;
  readonly kl: number;
}
