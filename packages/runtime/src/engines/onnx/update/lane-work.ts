// The work of an update as lanes of micro-batches: data for the worker threads.

/** A micro-batch as dense arrays: rows by time, padded at the right. */
export interface Microbatch {
  readonly rows: number;
  /** Tokens of the longest row. */
  readonly time: number;
  /** [rows, time] */
  readonly tokens: Int32Array;
  /** What the graph reads of each target, by input: [rows, time - 1], 0 where padded. */
  readonly targets: Readonly<Record<string, Float32Array>>;
}

export interface LaneWork {
  /** Scalar inputs of the train graph, by name. */
  readonly scalars: Readonly<Record<string, number>>;
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
