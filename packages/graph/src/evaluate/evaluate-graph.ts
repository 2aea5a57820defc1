// The reference interpreter: runs a graph in float64, slowly and plainly.
import { bindDim, type Dim } from '../ir/dims.js';
import type { Graph, Node } from '../ir/node.js';
import { evaluateRules } from './evaluate-rules.js';
import type { Tensor } from './tensor.js';

export interface Feeds {
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** The flat parameter vector. */
  readonly parameters?: ArrayLike<number>;
}

/** The outputs by name. Throws when an input is missing or does not have its declared shape. */
export function evaluateGraph(
  graph: Graph,
  { inputs, parameters = [] }: Feeds,
): Readonly<Record<string, Tensor>> {
  const sizes = bindSizes(graph, inputs);
  const values = new Map<Node, Tensor>();
  for (const node of graph.nodes) {
    const context = {
      op: node.op,
      shape: node.shape.map((dim) => bindDim(dim, sizes)),
      inputs: node.inputs.map((input) => values.get(input)),
      feed: (name: string) => inputs[name],
      parameters,
    };
    values.set(node, evaluateRules[node.op.kind](context as never));
  }
  return Object.fromEntries(graph.outputs.map(({ name, node }) => [name, values.get(node) as Tensor]));
}

function bindSizes(graph: Graph, inputs: Feeds['inputs']): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const declared = graph.inputs.flatMap((node) => {
    const name = 'name' in node.op ? node.op.name : '';
    const tensor = inputs[name];
    if (tensor === undefined || tensor.shape.length !== node.shape.length) {
      throw new Error(`the input '${name}' must be a tensor of shape [${node.shape}]`);
    }
    return node.shape.map((dim, axis): readonly [string, Dim, number] => [
      name,
      dim,
      tensor.shape[axis] ?? 0,
    ]);
  });
  for (const [, dim, size] of declared)
    if (typeof dim === 'string' && /^\w+$/.test(dim)) sizes.set(dim, size);
  for (const [name, dim, size] of declared) {
    if (bindDim(dim, sizes) !== size)
      throw new Error(`the input '${name}' has size ${size} where ${dim} is declared`);
  }
  return sizes;
}
