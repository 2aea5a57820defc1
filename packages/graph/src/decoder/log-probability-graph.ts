// The log-probability graph: scores given sequences, no gradient.
import { type Builder, createBuilder } from '../ir/builder.js';
import { lowerGraph } from '../ir/lower-graph.js';
import { createGraph, type Graph, type Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import { createDecoderWeights } from './decoder-weights.js';
import { buildLogits } from './feed-forward.js';
import { buildSequenceDecoder } from './sequence-decoder.js';
import { buildDistribution, buildEntropy, buildLogProbability } from './token-distribution.js';

/**
 * tokens int32 [batch, time], temperature [1] -> log_probabilities and entropies float32 [batch, time - 1], aligned to the
 * targets tokens[:, 1:].
 */
export function buildLogProbabilityGraph(config: DecoderConfig): Graph {
  const g = createBuilder();
  const tokens = g.input('tokens', 'int32', ['batch', 'time']);
  const temperature = g.input('temperature', 'float32', [1]);
  const weights = createDecoderWeights(g, config);
  const { hidden } = buildSequenceDecoder(g, config, weights, tokens);
  const distribution = buildDistribution(g, buildLogits(g, config, weights, hidden, temperature));
  const outputs = {
    log_probabilities: dropLast(g, buildLogProbability(g, distribution, buildTargets(g, tokens))),
    entropies: dropLast(g, buildEntropy(g, distribution)),
  };
  const graph = createGraph('log-probability', [tokens, temperature], outputs);
  // As in the train graph, so that both compute the same bits.
  return lowerGraph(g, graph, { keepRmsNormalize: false });
}

/**
 * The next token of every position, [batch * time, 1]; the last position's target is token 0 and must be ignored. Padding
 * this small tensor is cheaper than slicing the logits.
 */
export function buildTargets(g: Builder, tokens: Node): Node {
  return g.reshape(padLast(g, g.slice(tokens, 1, 1, 'time')), ['batch*time', 1]);
}

/** [batch, time - 1] -> [batch, time], a zero at the end. */
export function padLast(g: Builder, x: Node): Node {
  return g.pad(x, 1, 0, 1);
}

/** [batch * time, 1] -> [batch, time - 1]: without the last position, which has no target. */
export function dropLast(g: Builder, x: Node): Node {
  return g.slice(g.reshape(x, ['batch', 'time']), 1, 0, 'time-1');
}
