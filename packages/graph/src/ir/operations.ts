// The operations of the graph IR: one table of kinds, each with its inputs and attributes.
import type { Dim, Shape } from './dims.js';
import type { ElementType, Node } from './node.js';

type None = readonly [];
type One = readonly [x: Node];
type Two = readonly [a: Node, b: Node];
type Three = readonly [a: Node, b: Node, c: Node];

/** inputs: the operands. The other properties are attributes. Axes count from 0; 'last' means the last axis. */
export interface OperationTable {
  // Leaves
  input: { inputs: None; name: string; type: ElementType; shape: Shape };
  /** A slice of the flat parameter vector; `offset` in elements. */
  parameter: { inputs: None; name: string; offset: number; shape: readonly number[] };
  constant: { inputs: None; values: Float32Array | Int32Array; shape: readonly number[] };
  /** 0, 1, ... length - 1 as int32. */
  iota: { inputs: None; length: Dim };

  // Elementwise
  negate: { inputs: One };
  exp: { inputs: One };
  log: { inputs: One };
  sqrt: { inputs: One };
  reciprocal: { inputs: One };
  sigmoid: { inputs: One };
  silu: { inputs: One };
  add: { inputs: Two };
  subtract: { inputs: Two };
  multiply: { inputs: Two };
  divide: { inputs: Two };
  minimum: { inputs: Two };
  maximum: { inputs: Two };
  less: { inputs: Two };
  lessOrEqual: { inputs: Two };
  equal: { inputs: Two };
  /** condition, then, otherwise */
  where: { inputs: Three };
  cast: { inputs: One; to: ElementType };
  /** The value, through which no gradient flows. */
  stopGradient: { inputs: One };

  // Reductions keep the reduced axes with size 1
  sum: { inputs: One; axes: readonly number[] };
  max: { inputs: One; axes: readonly number[] };

  // Products and layers
  /** alpha * op(a) op(b) over the last two axes; leading axes broadcast. */
  matmul: { inputs: Two; transposeA: boolean; transposeB: boolean; alpha: number };
  /**
   * Over the last axis. `masked`: some scores are so negative that their exponentials would be subnormal, which some
   * processors compute slowly; such scores count as the row's maximum - 40, whose exponential, 4e-18, no float32 sum keeps.
   */
  softmax: { inputs: One; masked: boolean };
  /** softmax(scores) values: one operation, so that its gradient needs no product of the size of the scores. */
  softmaxMatmul: { inputs: readonly [scores: Node, values: Node]; masked: boolean };
  /** x / sqrt(mean(x^2) + epsilon) over the last axis. */
  rmsNormalize: { inputs: One; epsilon: number };
  /** Rotates halves of the last axis: x [A,H,S,D], cos and sin [A,S,D/2] (RoFormer, arXiv:2104.09864, as in Llama). */
  rotary: { inputs: readonly [x: Node, cos: Node, sin: Node] };

  // Shape
  reshape: { inputs: One; shape: Shape };
  transpose: { inputs: One; permutation: readonly number[] };
  expand: { inputs: One; shape: Shape };
  slice: { inputs: One; axis: number; start: number; end: Dim };
  pad: { inputs: One; axis: number; before: number; after: number };
  concat: { inputs: readonly Node[]; axis: number };

  // Indexing
  /** table [R, ...rest], ids [...] -> [...ids, ...rest] */
  gather: { inputs: readonly [table: Node, ids: Node] };
  /** ids [n], updates [n, D] -> [rows, D]: the sum of the updates of each row. */
  scatterAddRows: { inputs: readonly [ids: Node, updates: Node]; rows: number };
  /** x [..., V], ids [..., K] -> [..., K], along the last axis. */
  pick: { inputs: readonly [x: Node, ids: Node] };
  /** updates [..., K], ids [..., K] -> [..., size]: zeros with the updates added at ids, along the last axis. */
  place: { inputs: readonly [updates: Node, ids: Node]; size: number };
  cumulativeSum: { inputs: One; reverse: boolean };
  /** Indices that sort the last axis in descending order, lower index first on ties; int32. */
  argsort: { inputs: One };
  /** Index of the maximum of the last axis, which keeps size 1; int32. */
  argmax: { inputs: One };
}

export type OperationKind = keyof OperationTable;
export type InputsOf<K extends OperationKind> = OperationTable[K]['inputs'];
export type OperationOf<K extends OperationKind> = { readonly kind: K } & Readonly<
  Omit<OperationTable[K], 'inputs'>
>;
export type Operation = { [K in OperationKind]: OperationOf<K> }[OperationKind];
