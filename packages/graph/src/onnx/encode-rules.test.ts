import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../evaluate/evaluate-graph.js';
import type { Tensor } from '../evaluate/tensor.js';
import { createBuilder } from '../ir/builder.js';
import { createGraph } from '../ir/node.js';
import { operationCases } from '../testing/operation-cases.js';
import { createRandom, randomTensor, relativeError } from '../testing/random-tensor.js';
import { openOnnx } from '../testing/run-onnx.js';

describe.each(Object.entries(operationCases))('onnxruntime agrees on %s', (_kind, cases) => {
  test.each(cases.map((one, index) => [index, one] as const))(
    'case %i',
    async (index, { shapes, low = -1, high = 1, build }) => {
      const random = createRandom(11 + index);
      const g = createBuilder();
      const inputs = shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape));
      const graph = createGraph('case', inputs, { y: build(g, ...inputs) });
      const feeds = {
        inputs: Object.fromEntries(
          shapes.map((shape, i) => [`x${i}`, randomTensor(random, shape, low, high)]),
        ),
        parameters: randomTensor(random, [16]).data,
      };
      const expected = evaluateGraph(graph, feeds).y as Tensor;
      const actual = (await (await openOnnx(graph, feeds.parameters)).run(feeds.inputs)).y as Tensor;
      expect(actual.shape).toEqual(expected.shape);
      expect(relativeError(actual.data, expected.data)).toBeLessThan(1e-5);
    },
  );
});
