// Numeric gradients of a graph's output named `loss`.
import { evaluateGraph, type Feeds } from '../evaluate/evaluate-graph.js';
import type { Tensor } from '../evaluate/tensor.js';
import type { Graph } from '../ir/node.js';

/** Central differences of step h err by O(h^2): 1e-5 leaves about 1e-9 in float64. */
const step = 1e-5;

/** The gradient of the loss to an input. */
export function centralDifferences(graph: Graph, feeds: Feeds, target: string): Float64Array {
  const { shape, data } = feeds.inputs[target] as Tensor;
  const lossAt = (element: number, offset: number) => {
    const moved = data.with(element, (data[element] ?? 0) + offset);
    const inputs = { ...feeds.inputs, [target]: { shape, data: moved } };
    return (evaluateGraph(graph, { ...feeds, inputs }).loss as Tensor).data[0] ?? Number.NaN;
  };
  return data.map((_, element) => (lossAt(element, step) - lossAt(element, -step)) / (2 * step));
}
