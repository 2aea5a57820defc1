// Allot's loss of a batch and its gradient at the log-probability of every token, by the graph that its engines train with.
import { buildDistribution } from '../../../packages/graph/src/decoder/token-distribution.js';
import { buildPolicyGradientLoss } from '../../../packages/graph/src/decoder/token-loss.js';
import { evaluateGraph } from '../../../packages/graph/src/evaluate/evaluate-graph.js';
import type { Tensor } from '../../../packages/graph/src/evaluate/tensor.js';
import { differentiate } from '../../../packages/graph/src/gradient/gradient.js';
import { createBuilder } from '../../../packages/graph/src/ir/builder.js';
import type { Shape } from '../../../packages/graph/src/ir/dims.js';
import { createGraph, type Node } from '../../../packages/graph/src/ir/node.js';
import type { UpdateBatch } from '../../../packages/runtime/src/engine.js';
import type { ResolvedObjective } from '../../../packages/spec/src/index.js';

/** `current` has the log-probability of every target token of every sequence. */
export function lossOf(
  objective: ResolvedObjective,
  batch: UpdateBatch,
  current: readonly (readonly number[])[],
): { readonly loss: number; readonly gradient: readonly (readonly number[])[] } {
  const g = createBuilder();
  const inputs: Node[] = [];
  const feeds: Record<string, Tensor> = {};
  const width = Math.max(...batch.sequences.map(({ weights }) => weights.length));
  const height = batch.sequences.length;
  const input = (name: string, shape: Shape, tensor: Tensor): Node => {
    feeds[name] = tensor;
    inputs.push(g.input(name, 'float32', shape));
    return inputs.at(-1) as Node;
  };
  const rows = (name: string, values: readonly ArrayLike<number>[]): Node => {
    const data = Float64Array.from(
      values.flatMap((row) => Array.from({ length: width }, (_, at) => row[at] ?? 0)),
    );
    return g.reshape(input(name, ['batch', 'time'], { shape: [height, width], data }), ['batch*time', 1]);
  };
  const number = (name: string, value: number): Node =>
    input(name, [1], { shape: [1], data: Float64Array.of(value) });
  const of = <Key extends keyof UpdateBatch['sequences'][number]>(key: Key) =>
    batch.sequences.map((sequence) => sequence[key] as ArrayLike<number>);
  const logProbabilities = rows('current', current);
  const weights = rows('weights', of('weights'));
  const logits = rows(
    'logits',
    current.map(() => []),
  );
  const { kind, ratioLevel, dualClip, kl } = objective;
  const token = buildPolicyGradientLoss(
    g,
    {
      surrogate: kind,
      ratioLevel,
      dualClip: dualClip !== undefined,
      ...(kl && { referenceKl: kl.estimator }),
    },
    { distribution: buildDistribution(g, logits), logProbabilities, idle: g.equal(weights, g.scalar(0)) },
    {
      advantages: rows('advantages', of('advantages')),
      oldLogProbabilities: rows('old', of('oldLogProbabilities')),
      clipLow: number('clip_low', batch.clipLow),
      clipHigh: number('clip_high', batch.clipHigh),
      ...(batch.dualClip !== undefined && { dualClip: number('dual_clip', batch.dualClip) }),
      ...(batch.klCoefficient !== undefined && {
        klCoefficient: number('kl_coefficient', batch.klCoefficient),
        referenceLogProbabilities: rows('reference', of('referenceLogProbabilities')),
      }),
    },
  );
  const loss = g.reshape(g.sum(g.multiply(weights, token.loss), [0, 1]), [1]);
  const [gradient] = differentiate(g, loss, [logProbabilities]);
  const graph = createGraph('loss', inputs, { loss, gradient: gradient as Node });
  const results = evaluateGraph(graph, { inputs: feeds });
  const flat = Array.from(results.gradient?.data ?? []);
  return {
    loss: results.loss?.data[0] ?? Number.NaN,
    gradient: current.map((row, at) => flat.slice(at * width, at * width + row.length)),
  };
}
