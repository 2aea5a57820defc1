// Nodes and graphs: immutable values that operations are applied to.
import type { Dim, Shape } from './dims.js';
import type { Operation } from './operations.js';

export type ElementType = 'float32' | 'int32' | 'bool';

export interface TensorType {
  readonly type: ElementType;
  readonly shape: Shape;
}

/** One application of an operation. Ids grow along every edge, so that sorting by id is a topological order. */
export interface Node extends TensorType {
  readonly id: number;
  readonly op: Operation;
  readonly inputs: readonly Node[];
}

/** A pure function from named inputs and one flat parameter vector to named outputs. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Node[];
  readonly parameters: readonly Node[];
  readonly outputs: readonly { readonly name: string; readonly node: Node }[];
  /** Everything the outputs need, in topological order. */
  readonly nodes: readonly Node[];
}

/** Collects what the outputs need. Inputs keep the order given, also those that no output reads. */
export function createGraph(
  name: string,
  inputs: readonly Node[],
  outputs: Readonly<Record<string, Node>>,
): Graph {
  const seen = new Set<Node>(inputs);
  const pending = Object.values(outputs);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) && node.op.kind !== 'input') continue;
    seen.add(node);
    pending.push(...node.inputs);
  }
  const nodes = [...seen].sort((a, b) => a.id - b.id);
  return Object.freeze({
    name,
    inputs,
    parameters: nodes.filter((node) => node.op.kind === 'parameter').sort(byOffset),
    outputs: Object.entries(outputs).map(([output, node]) => ({ name: output, node })),
    nodes,
  });
}

export function lastDim(node: TensorType): Dim {
  return node.shape[node.shape.length - 1] ?? 1;
}

function byOffset(a: Node, b: Node): number {
  return a.op.kind === 'parameter' && b.op.kind === 'parameter' ? a.op.offset - b.op.offset : 0;
}
