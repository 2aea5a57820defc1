// Lowers layer operations to elementary ones, so that forward and backward passes share their parts.
import type { Builder } from './builder.js';
import { createGraph, type Graph, type Node } from './node.js';
import { verifyGraph } from './verify-graph.js';

/** Which layer operations stay whole for a backend that has a kernel for them. */
export interface LowerOptions {
  readonly keepRmsNormalize: boolean;
}

/** Replaces silu, softmaxMatmul, masked softmax, stopGradient and (unless kept) rmsNormalize. The builder must be the graph's own. */
export function lowerGraph(g: Builder, graph: Graph, options: LowerOptions): Graph {
  const lowered = new Map<Node, Node>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => lowered.get(input) ?? input);
    lowered.set(node, lowerNode(g, node, inputs, options));
  }
  const outputs = graph.outputs.map(({ name, node }) => [name, lowered.get(node) ?? node]);
  return verifyGraph(createGraph(graph.name, graph.inputs, Object.fromEntries(outputs)));
}

/** 1 / sqrt(mean(x^2) + epsilon) over the last axis. */
export function inverseRootMeanSquare(g: Builder, x: Node, epsilon: number): Node {
  return g.reciprocal(g.sqrt(g.add(g.meanLast(g.multiply(x, x)), g.scalar(epsilon))));
}

function lowerSoftmax(g: Builder, x: Node, masked: boolean): Node {
  if (!masked) return g.softmax(x);
  const floor = g.subtract(g.max(x, [x.shape.length - 1]), g.scalar(40));
  return g.softmax(g.maximum(x, floor));
}

function lowerNode(g: Builder, node: Node, inputs: readonly Node[], options: LowerOptions): Node {
  const { op } = node;
  const [x, y] = inputs as [Node, Node];
  if (op.kind === 'stopGradient') return x;
  if (op.kind === 'silu') return g.multiply(x, g.sigmoid(x));
  if (op.kind === 'softmaxMatmul') return g.matmul(lowerSoftmax(g, x, op.masked), y);
  if (op.kind === 'softmax') return lowerSoftmax(g, x, op.masked);
  if (op.kind === 'rmsNormalize' && !options.keepRmsNormalize) {
    return g.multiply(x, inverseRootMeanSquare(g, x, op.epsilon));
  }
  return inputs.every((input, index) => input === node.inputs[index]) ? node : g.apply(op, inputs);
}
