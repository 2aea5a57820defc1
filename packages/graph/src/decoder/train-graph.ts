// The train graph: loss, flat gradient and metrics of one micro-batch.
import { differentiate } from '../gradient/gradient.js';
import { type Builder, createBuilder } from '../ir/builder.js';
import { lowerGraph } from '../ir/lower-graph.js';
import { createGraph, type Graph, type Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import { countDecoderParameters } from './decoder-parameters.js';
import { createDecoderWeights } from './decoder-weights.js';
import { buildLogits } from './feed-forward.js';
import { buildTargets, dropLast, padLast } from './log-probability-graph.js';
import { buildSequenceDecoder } from './sequence-decoder.js';
import {
  buildDistribution,
  buildEntropy,
  buildLogProbability,
  type TokenDistribution,
} from './token-distribution.js';
import { buildPolicyGradientLoss, buildSupervisedLoss, type TokenLoss } from './token-loss.js';

export interface PolicyGradientLoss {
  readonly kind: 'policy-gradient';
}

export interface SupervisedLoss {
  readonly kind: 'supervised';
}

export interface TrainGraphOptions {
  readonly objective: PolicyGradientLoss | SupervisedLoss;
}

/**
 * Inputs: tokens int32 [batch, time], right-padded; weights float32 [batch, time - 1], aligned to the targets
 * tokens[:, 1:], 0 where a token carries no loss, normalisation included; accumulator float32 [N]; for the policy
 * gradient also advantages and old_log_probabilities [batch, time - 1], clip_low, clip_high and temperature [1].
 * Outputs: gradient float32 [N] = accumulator + gradient in the order of `decoderParameters`; loss [1], the weighted sum;
 * log_probabilities [batch, time - 1]; entropy [1] and, for the policy gradient, clipped and kl [1]: sums over the tokens
 * whose weight is not 0.
 */
export function buildTrainGraph(config: DecoderConfig, { objective }: TrainGraphOptions): Graph {
  const g = createBuilder();
  const weights = createDecoderWeights(g, config);
  const tokens = g.input('tokens', 'int32', ['batch', 'time']);
  const tokenWeights = g.input('weights', 'float32', ['batch', 'time-1']);
  const accumulator = g.input('accumulator', 'float32', [countDecoderParameters(config)]);

  const { hidden } = buildSequenceDecoder(g, config, weights, tokens);
  const score = (temperature?: Node): TokenDistribution =>
    buildDistribution(g, buildLogits(g, config, weights, hidden, temperature));
  const weight = asRows(g, tokenWeights);
  const idle = g.equal(weight, g.scalar(0));
  const loss =
    objective.kind === 'supervised' ? supervised(g, score, tokens) : policyGradient(g, score, tokens, idle);

  const total = sumAll(g, g.multiply(weight, loss.tokens.loss));
  const gradients = differentiate(g, total, weights.all).map((gradient, index) =>
    g.flatten(gradient ?? g.expand(g.scalar(0), (weights.all[index] as Node).shape)),
  );
  const outputs: Record<string, Node> = {
    gradient: g.add(accumulator, g.concat(gradients, 0)),
    loss: total,
    log_probabilities: dropLast(g, loss.logProbabilities),
    entropy: sumActive(g, idle, loss.entropies),
  };
  for (const [name, value] of Object.entries(loss.tokens.metrics)) outputs[name] = sumActive(g, idle, value);
  const inputs = [tokens, tokenWeights, ...loss.inputs, accumulator];
  return lowerGraph(g, createGraph(`train-${objective.kind}`, inputs, outputs), { keepRmsNormalize: false });
}

interface Objective {
  readonly tokens: TokenLoss;
  /** [batch * time, 1] */
  readonly logProbabilities: Node;
  readonly entropies: Node;
  readonly inputs: readonly Node[];
}

/** The distribution at a temperature. */
type Score = (temperature?: Node) => TokenDistribution;

function supervised(g: Builder, score: Score, tokens: Node): Objective {
  const distribution = score();
  const logProbabilities = buildLogProbability(g, distribution, buildTargets(g, tokens));
  return {
    tokens: buildSupervisedLoss(g, logProbabilities),
    logProbabilities,
    entropies: buildEntropy(g, distribution),
    inputs: [],
  };
}

function policyGradient(g: Builder, score: Score, tokens: Node, idle: Node): Objective {
  const advantages = g.input('advantages', 'float32', ['batch', 'time-1']);
  const oldLogProbabilities = g.input('old_log_probabilities', 'float32', ['batch', 'time-1']);
  const clipLow = g.input('clip_low', 'float32', [1]);
  const clipHigh = g.input('clip_high', 'float32', [1]);
  const temperature = g.input('temperature', 'float32', [1]);
  const distribution = score(temperature);
  const logProbabilities = buildLogProbability(g, distribution, buildTargets(g, tokens));
  return {
    tokens: buildPolicyGradientLoss(g, logProbabilities, idle, {
      advantages: asRows(g, advantages),
      oldLogProbabilities: asRows(g, oldLogProbabilities),
      clipLow,
      clipHigh,
    }),
    logProbabilities,
    entropies: buildEntropy(g, distribution),
    inputs: [advantages, oldLogProbabilities, clipLow, clipHigh, temperature],
  };
}

/** [batch, time - 1] -> [batch * time, 1] */
function asRows(g: Builder, x: Node): Node {
  return g.reshape(padLast(g, x), ['batch*time', 1]);
}

function sumActive(g: Builder, idle: Node, x: Node): Node {
  return sumAll(g, g.where(idle, g.scalar(0), x));
}

function sumAll(g: Builder, x: Node): Node {
  return g.reshape(g.sum(x, [0, 1]), [1]);
}
