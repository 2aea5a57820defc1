// Verification: the invariants that hold for every graph, checked after every pass.
import { equalShapes } from './dims.js';
import { inferType } from './infer-type.js';
import type { Graph } from './node.js';

/** Returns the graph, or throws (our bug) with the first invariant that does not hold. */
export function verifyGraph(graph: Graph): Graph {
  const place = `graph '${graph.name}'`;
  const seen = new Set<object>();
  for (const node of graph.nodes) {
    const what = `${place}: node ${node.id} (${node.op.kind})`;
    for (const input of node.inputs) {
      if (!seen.has(input)) throw new Error(`${what} reads node ${input.id} before it is computed`);
    }
    const type = inferType(node.op, node.inputs);
    if (type.type !== node.type || !equalShapes(type.shape, node.shape)) {
      throw new Error(`${what} is ${node.type}[${node.shape}], not ${type.type}[${type.shape}]`);
    }
    seen.add(node);
  }
  const names = [...graph.inputs, ...graph.parameters].map((node) => ('name' in node.op ? node.op.name : ''));
  const all = [...names, ...graph.outputs.map((output) => output.name)];
  const twice = all.find((name, index) => all.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${place}: the name '${twice}' is used twice`);
  for (const node of graph.nodes) {
    if (node.op.kind === 'input' && !graph.inputs.includes(node)) {
      throw new Error(`${place}: the input '${node.op.name}' is not declared`);
    }
  }
  for (const { name, node } of graph.outputs) {
    if (!seen.has(node)) throw new Error(`${place}: the output '${name}' is not computed`);
  }
  return graph;
}
