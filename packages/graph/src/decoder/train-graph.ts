// The train graph: loss, flat gradient and metrics of one micro-batch.
import { differentiate } from '../gradient/gradient.js';
import { type Builder, createBuilder } from '../ir/builder.js';
import type { Shape } from '../ir/dims.js';
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
import {
  buildPolicyGradientLoss,
  buildSupervisedLoss,
  type PolicyGradientForm,
  type TokenLoss,
} from './token-loss.js';

export interface PolicyGradientLoss extends PolicyGradientForm {
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
 * gradient also advantages and old_log_probabilities [batch, time - 1], clip_low, clip_high and temperature [1], and what its
 * form asks for: dual_clip and entropy_bonus [1]; kl_coefficient [1] and reference_log_probabilities [batch, time - 1];
 * kl_cov_coefficients [batch, time - 1].
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
    objective.kind === 'supervised'
      ? supervised(g, score, tokens)
      : policyGradient(g, objective, score, tokens, idle);

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

function policyGradient(
  g: Builder,
  form: PolicyGradientForm,
  score: Score,
  tokens: Node,
  idle: Node,
): Objective {
  const inputs: Node[] = [];
  const input = (name: string, shape: Shape): Node => {
    const node = g.input(name, 'float32', shape);
    inputs.push(node);
    return node;
  };
  const perTarget = (name: string): Node => input(name, ['batch', 'time-1']);
  const number = (name: string): Node => input(name, [1]);
  const given = {
    advantages: perTarget('advantages'),
    oldLogProbabilities: perTarget('old_log_probabilities'),
    clipLow: number('clip_low'),
    clipHigh: number('clip_high'),
  };
  const distribution = score(number('temperature'));
  const logProbabilities = buildLogProbability(g, distribution, buildTargets(g, tokens));
  const rows = (name: string): Node => asRows(g, perTarget(name));
  const loss = buildPolicyGradientLoss(
    g,
    form,
    { distribution, logProbabilities, idle },
    {
      ...given,
      advantages: asRows(g, given.advantages),
      oldLogProbabilities: asRows(g, given.oldLogProbabilities),
      ...(form.dualClip && { dualClip: number('dual_clip') }),
      ...(form.entropyBonus && { entropyBonus: number('entropy_bonus') }),
      ...(form.referenceKl && {
        klCoefficient: number('kl_coefficient'),
        referenceLogProbabilities: rows('reference_log_probabilities'),
      }),
      ...(form.klCov && { klCovCoefficients: rows('kl_cov_coefficients') }),
    },
  );
  return { tokens: loss, logProbabilities, entropies: buildEntropy(g, distribution), inputs };
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
