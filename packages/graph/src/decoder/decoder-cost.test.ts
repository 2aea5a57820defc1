import { describe, expect, test } from 'vitest';
import { bindDim } from '../ir/dims.js';
import type { Graph } from '../ir/node.js';
import { countDecoderFlops } from './decoder-cost.js';
import { countDecoderParameters } from './decoder-parameters.js';
import { buildLogProbabilityGraph } from './log-probability-graph.js';
import { buildTrainGraph } from './train-graph.js';

const config = {
  vocabSize: 50,
  hiddenSize: 16,
  intermediateSize: 40,
  layers: 3,
  heads: 4,
  keyValueHeads: 2,
  headDim: 6,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  rope: { kind: 'default' as const },
  maxPositions: 32,
  tieWordEmbeddings: true,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: false,
};
const [batch, time] = [4, 8];
const cost = countDecoderFlops(config, { tokens: batch * time, context: time });

describe('countDecoderFlops', () => {
  test('counts the products of the forward graph', () => {
    expect(cost.forwardFlops).toBe(countProducts(buildLogProbabilityGraph(config)));
  });

  test('counts the products of the train graph', () => {
    const graph = buildTrainGraph(config, { objective: { kind: 'supervised' } });
    expect(cost.trainFlops).toBe(countProducts(graph));
  });

  test('counts weights, optimizer state and caches in bytes', () => {
    expect(cost.parameters).toBe(countDecoderParameters(config));
    expect(cost.weightBytes).toBe(4 * cost.parameters);
    expect(cost.cacheBytesPerToken).toBe(4 * 3 * 2 * (2 * 6));
  });
});

/** FLOPs of the graph's matrix products over a full batch. */
function countProducts(graph: Graph): number {
  const sizes = new Map([
    ['batch', batch],
    ['time', time],
  ]);
  return graph.nodes
    .filter((node) => node.op.kind === 'matmul')
    .reduce((total, { op, inputs, shape }) => {
      const left = inputs[0]?.shape ?? [];
      const inner = left.at(op.kind === 'matmul' && op.transposeA ? -2 : -1) ?? 0;
      return total + 2 * [...shape, inner].reduce<number>((size, dim) => size * bindDim(dim, sizes), 1);
    }, 0);
}
