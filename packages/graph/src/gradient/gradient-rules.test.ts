import { describe, expect, test } from 'vitest';
import { evaluateGraph, type Feeds } from '../evaluate/evaluate-graph.js';
import type { Tensor } from '../evaluate/tensor.js';
import { createBuilder } from '../ir/builder.js';
import { createGraph, type Node } from '../ir/node.js';
import { verifyGraph } from '../ir/verify-graph.js';
import { centralDifferences } from '../testing/central-differences.js';
import { type OperationCase, operationCases } from '../testing/operation-cases.js';
import { createRandom, randomTensor, relativeError } from '../testing/random-tensor.js';
import { differentiate } from './gradient.js';

describe.each(Object.entries(operationCases))('gradient of %s', (_kind, cases) => {
  test.each(cases.map((one, index) => [index, one] as const))('case %i', (index, operationCase) => {
    const { graph, feeds, targets } = buildCase(operationCase, 7 + index);
    const analytic = evaluateGraph(graph, feeds);
    for (const target of targets) {
      const gradient = analytic[`gradient_${target}`];
      expect(gradient === undefined).toBe(operationCase.flat ?? false);
      const numeric = centralDifferences(graph, feeds, target);
      expect(relativeError(gradient?.data ?? numeric.map(() => 0), numeric)).toBeLessThan(1e-6);
    }
  });
});

test('gradients add up where a value is used twice', () => {
  const g = createBuilder();
  const x = g.input('x', 'float32', [2]);
  const [gradient] = differentiate(g, g.sum(g.add(g.multiply(x, x), g.exp(x)), [0]), [x]);
  const graph = createGraph('twice', [x], { gradient: gradient as Node });
  const { gradient: value } = evaluateGraph(graph, {
    inputs: { x: { shape: [2], data: Float64Array.of(1, 2) } },
  });
  expect([...(value as Tensor).data]).toEqual([2 + Math.E, 4 + Math.exp(2)]);
});

test('a target that the loss does not depend on has no gradient', () => {
  const g = createBuilder();
  const [x, y] = [g.input('x', 'float32', [2]), g.input('y', 'float32', [2])];
  expect(differentiate(g, g.sum(x, [0]), [y])).toEqual([null]);
});

/** loss = sum(operation(inputs) * random weights), and its gradient to each input. */
function buildCase({ shapes, low = -1, high = 1, build }: OperationCase, seed: number) {
  const random = createRandom(seed);
  const g = createBuilder();
  const inputs = shapes.map((shape, index) => g.input(`x${index}`, 'float32', shape));
  const y = build(g, ...inputs);
  const weights = Float32Array.from(randomTensor(random, y.shape as number[]).data);
  const weighted = g.multiply(y, g.constant(weights, y.shape as number[]));
  const loss = g.reshape(
    g.sum(
      weighted,
      y.shape.map((_, axis) => axis),
    ),
    [1],
  );
  const outputs: Record<string, Node> = { loss };
  differentiate(g, loss, inputs).forEach((gradient, index) => {
    if (gradient !== null) outputs[`gradient_x${index}`] = gradient;
  });
  const feeds: Feeds = {
    inputs: Object.fromEntries(
      shapes.map((shape, index) => [`x${index}`, randomTensor(random, shape, low, high)]),
    ),
    parameters: randomTensor(random, [16]).data,
  };
  const graph = verifyGraph(createGraph('case', inputs, outputs));
  return { graph, feeds, targets: shapes.map((_, index) => `x${index}`) };
}
