// Reverse-mode differentiation: walks the graph from the loss to the leaves and adds up what arrives.
import type { Builder } from '../ir/builder.js';
import { equalShapes, type Shape } from '../ir/dims.js';
import type { Node } from '../ir/node.js';
import { gradientRules } from './gradient-rules.js';

/**
 * Gradients of the sum of `loss`'s elements with respect to each target, as ordinary nodes of the target's shape;
 * null for a target that the loss does not depend on.
 */
export function differentiate(g: Builder, loss: Node, targets: readonly Node[]): readonly (Node | null)[] {
  const order = dependents(loss, new Set(targets));
  const arrived = new Map<Node, Node>([[loss, g.expand(g.scalar(1), loss.shape)]]);
  for (const node of order) {
    const dy = arrived.get(node);
    if (dy === undefined) continue;
    const gradients = gradientRules[node.op.kind](g, dy, {
      y: node,
      op: node.op,
      inputs: node.inputs,
    } as never);
    node.inputs.forEach((input, index) => {
      const part = gradients[index];
      if (part === null || part === undefined || !order.has(input)) return;
      const gradient = undoBroadcast(g, part, input.shape);
      const before = arrived.get(input);
      arrived.set(input, before === undefined ? gradient : g.add(before, gradient));
    });
  }
  return targets.map((target) => arrived.get(target) ?? null);
}

/** Sums the axes along which the operand was stretched: the transpose of broadcasting. */
function undoBroadcast(g: Builder, gradient: Node, shape: Shape): Node {
  const added = gradient.shape.length - shape.length;
  const stretched = gradient.shape.flatMap((dim, axis) =>
    axis < added || (shape[axis - added] === 1 && dim !== 1) ? [axis] : [],
  );
  const summed = g.sum(gradient, stretched);
  return equalShapes(summed.shape, shape) ? summed : g.reshape(summed, shape);
}

/** Nodes on a path from a target to the loss, the loss first. */
function dependents(loss: Node, targets: ReadonlySet<Node>): ReadonlySet<Node> {
  const depends = new Map<Node, boolean>();
  const reachable: Node[] = [];
  const pending: Node[] = [loss];
  const seen = new Set<Node>(pending);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    reachable.push(node);
    for (const input of node.inputs) {
      if (!seen.has(input)) pending.push(input);
      seen.add(input);
    }
  }
  reachable.sort((a, b) => a.id - b.id);
  for (const node of reachable) {
    depends.set(node, targets.has(node) || node.inputs.some((input) => depends.get(input) === true));
  }
  return new Set(reachable.reverse().filter((node) => depends.get(node) === true));
}
