// Prints a graph as text, one node a line, for people and for golden files.
import type { Shape } from './dims.js';
import type { ElementType, Graph, Node } from './node.js';

/** Nodes are numbered by their place in the graph, so equal graphs print the same text. */
export function printGraph(graph: Graph): string {
  const places = new Map(graph.nodes.map((node, place) => [node, place]));
  const reference = (node: Node) => `%${places.get(node)}`;
  const lines = graph.nodes.map((node) => {
    const inputs = node.inputs.map(reference);
    return `  ${reference(node)} = ${[node.op.kind, ...inputs, ...printAttributes(node)].join(' ')} : ${printType(node)}`;
  });
  const outputs = graph.outputs.map(({ name, node }) => `  ${name} = ${reference(node)}`);
  return `graph ${graph.name}\n${lines.join('\n')}\noutputs\n${outputs.join('\n')}\n`;
}

function printType({ type, shape }: { readonly type: ElementType; readonly shape: Shape }): string {
  return `${type}[${shape.join(', ')}]`;
}

function printAttributes({ op }: Node): readonly string[] {
  if (op.kind === 'constant') {
    const { values } = op;
    return [
      values.length <= 8
        ? `{${values.join(', ')}}`
        : `{${values.slice(0, 3).join(', ')}, ... ${values.length}}`,
    ];
  }
  return Object.entries(op)
    .filter(([name, value]) => !implied.has(name) && value !== false && !(name === 'alpha' && value === 1))
    .map(([name, value]) =>
      value === true ? name : `${name}=${Array.isArray(value) ? `[${value.join(', ')}]` : value}`,
    );
}

/** Attributes that the printed type already says. */
const implied = new Set(['kind', 'shape', 'type', 'to']);
