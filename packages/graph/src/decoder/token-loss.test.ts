import { describe, expect, test } from 'vitest';
import { evaluateGraph, type Feeds } from '../evaluate/evaluate-graph.js';
import type { Tensor } from '../evaluate/tensor.js';
import { differentiate } from '../gradient/gradient.js';
import { createBuilder } from '../ir/builder.js';
import type { Shape } from '../ir/dims.js';
import { createGraph, type Graph, type Node } from '../ir/node.js';
import { centralDifferences } from '../testing/central-differences.js';
import { createRandom, randomTensor, relativeError } from '../testing/random-tensor.js';
import { buildDistribution } from './token-distribution.js';
import { buildPolicyGradientLoss, type PolicyGradientForm } from './token-loss.js';

const [batch, time, vocabulary] = [3, 4, 5];
const tokens = batch * time;
/** The second sequence carries loss at two tokens only. */
const weights = Float64Array.from({ length: tokens }, (_, at) => (at === 4 || at === 7 ? 0 : 1 / tokens));

const forms: readonly (readonly [name: string, form: PolicyGradientForm])[] = [
  ['clipped ratios', {}],
  ['a dual clip', { dualClip: true }],
  ['sequence ratios', { ratioLevel: 'sequence' }],
  ['sequence ratios and a dual clip', { ratioLevel: 'sequence', dualClip: true }],
  ...(['k1', 'k2', 'k3', 'abs'] as const).map(
    (referenceKl) => [`${referenceKl} to a reference`, { referenceKl }] as const,
  ),
  ['KL-Cov', { klCov: true }],
  ['an entropy bonus', { entropyBonus: true }],
];

describe.each(forms)('%s', (_, form) => {
  test.each([1, 2, 3])('the gradient is that of the loss: seed %i', (seed) => {
    const graph = lossGraph(form);
    const feeds = randomFeeds(seed);
    const results = evaluateGraph(graph, feeds);
    for (const target of ['log_probabilities', 'logits']) {
      const numeric = centralDifferences(graph, feeds, target);
      const analytic = results[`gradient_${target}`]?.data ?? numeric.map(() => 0);
      expect([target, relativeError(analytic, numeric) < 1e-6]).toEqual([target, true]);
    }
  });
});

test('CISPO moves every token by its clipped ratio times its advantage', () => {
  const feeds = randomFeeds(4);
  const { gradient_log_probabilities: gradient } = evaluateGraph(lossGraph({ surrogate: 'cispo' }), feeds);
  const { log_probabilities: now, old, advantages } = feeds.inputs as Record<string, Tensor>;
  const expected = weights.map((weight, at) => {
    const ratio = Math.exp((now?.data[at] ?? 0) - (old?.data[at] ?? 0));
    return -weight * Math.min(Math.max(ratio, 0.8), 1.28) * (advantages?.data[at] ?? 0);
  });
  expect(relativeError(gradient?.data ?? [], expected)).toBeLessThan(1e-12);
});

test.each([
  // form, ratio, advantage -> loss, clipped
  [{}, 2, 1, -1.28, 1],
  [{}, 2, -1, 2, 0],
  [{}, 0.5, -1, 0.8, 1],
  [{ dualClip: true }, 2, -1, 2, 0],
  [{ dualClip: true }, 7, -2, 6, 1],
  [{ dualClip: true }, 7, 2, -2.56, 1],
  [{ dualClip: true }, 0.5, -1, 0.8, 1],
  // log p is log r here: log p_old is 0
  [{ surrogate: 'cispo' as const }, 2, 1, -1.28 * Math.log(2), 1],
  [{ surrogate: 'cispo' as const }, 0.9, -1, 0.9 * Math.log(0.9), 0],
  [{ surrogate: 'cispo' as const }, 0.5, 1, -0.8 * Math.log(0.5), 1],
])('worked by hand: %j at ratio %f and advantage %f', (form, ratio, advantage, loss, clipped) => {
  const feeds = uniformFeeds(Math.log(ratio), advantage);
  const results = evaluateGraph(lossGraph(form), feeds);
  expect(results.loss?.data[0]).toBeCloseTo(loss * (10 / 12), 6);
  expect(results.clipped?.data[0]).toBe(clipped);
});

test('a sequence ratio is the geometric mean over the tokens that carry loss', () => {
  const feeds = uniformFeeds(0, 1);
  const changed = Float64Array.from({ length: tokens }, (_, at) => (at === 4 ? 9 : at === 5 ? -0.3 : 0.1));
  const inputs = { ...feeds.inputs, log_probabilities: { shape: [batch, time], data: changed } };
  const { loss } = evaluateGraph(lossGraph({ ratioLevel: 'sequence' }), { inputs });
  expect(loss?.data[0]).toBeCloseTo(-(8 * Math.exp(0.1) + 2 * Math.exp((-0.3 + 0.1) / 2)) / 12, 6);
});

test('policies that agree have neither divergence nor slope, whatever stands at idle tokens', () => {
  const feeds = uniformFeeds(0, 0);
  const idle = Float64Array.from({ length: tokens }, (_, at) => (weights[at] === 0 ? 500 : 0));
  const inputs = { ...feeds.inputs, reference: { shape: [batch, time], data: idle } };
  for (const referenceKl of ['k2', 'k3', 'abs'] as const) {
    const results = evaluateGraph(lossGraph({ referenceKl }), { inputs });
    expect(results.loss?.data[0]).toBeCloseTo(0, 12);
    expect(Math.max(...(results.gradient_log_probabilities?.data ?? [1]).map(Math.abs))).toBe(0);
  }
});

/** The weighted loss and its gradients to log-probabilities, taken as given, and to the logits that the entropy comes from. */
function lossGraph(form: PolicyGradientForm): Graph {
  const g = createBuilder();
  const inputs: Node[] = [];
  const input = (name: string, shape: Shape): Node => {
    inputs.push(g.input(name, 'float32', shape));
    return inputs.at(-1) as Node;
  };
  const rows = (name: string) => g.reshape(input(name, ['batch', 'time']), ['batch*time', 1]);
  const logProbabilities = rows('log_probabilities');
  const weight = rows('weights');
  const logits = input('logits', ['batch', 'time', vocabulary]);
  const distribution = buildDistribution(g, g.reshape(logits, ['batch*time', vocabulary]));
  const idle = g.equal(weight, g.scalar(0));
  const given = {
    advantages: rows('advantages'),
    oldLogProbabilities: rows('old'),
    clipLow: input('clip_low', [1]),
    clipHigh: input('clip_high', [1]),
    ...(form.dualClip && { dualClip: input('dual_clip', [1]) }),
    ...(form.entropyBonus && { entropyBonus: input('entropy_bonus', [1]) }),
    ...(form.referenceKl && {
      klCoefficient: input('kl_coefficient', [1]),
      referenceLogProbabilities: rows('reference'),
    }),
    ...(form.klCov && { klCovCoefficients: rows('kl_cov') }),
  };
  const { loss, metrics } = buildPolicyGradientLoss(g, form, { distribution, logProbabilities, idle }, given);
  const total = g.reshape(g.sum(g.multiply(weight, loss), [0, 1]), [1]);
  const [toTokens, toLogits] = differentiate(g, total, [logProbabilities, logits]);
  return createGraph('token-loss', inputs, {
    loss: total,
    gradient_log_probabilities: toTokens as Node,
    ...(toLogits && { gradient_logits: toLogits }),
    clipped: metrics.clipped as Node,
  });
}

/** Advantages are constant in a sequence: only then is the gradient of sequence ratios that of the loss. */
function randomFeeds(seed: number): Feeds {
  const random = createRandom(seed);
  const perToken = (low: number, high: number) => randomTensor(random, [batch, time], low, high);
  const ofSequence = randomTensor(random, [batch], -2, 2).data;
  return {
    inputs: {
      ...numberFeeds,
      log_probabilities: perToken(-3, 0),
      old: perToken(-3, 0),
      reference: perToken(-3, 0),
      kl_cov: perToken(0, 1),
      weights: { shape: [batch, time], data: weights },
      advantages: {
        shape: [batch, time],
        data: weights.map((_, at) => ofSequence[Math.floor(at / time)] ?? 0),
      },
      logits: randomTensor(random, [batch, time, vocabulary]),
    },
  };
}

function uniformFeeds(logRatio: number, advantage: number): Feeds {
  const filled = (value: number) => ({ shape: [batch, time], data: new Float64Array(tokens).fill(value) });
  return {
    inputs: {
      ...numberFeeds,
      log_probabilities: filled(logRatio),
      old: filled(0),
      reference: filled(0),
      kl_cov: filled(0),
      weights: { shape: [batch, time], data: weights },
      advantages: filled(advantage),
      logits: { shape: [batch, time, vocabulary], data: new Float64Array(tokens * vocabulary) },
    },
  };
}

const scalar = (value: number): Tensor => ({ shape: [1], data: Float64Array.of(value) });
const numberFeeds = {
  clip_low: scalar(0.2),
  clip_high: scalar(0.28),
  dual_clip: scalar(3),
  entropy_bonus: scalar(0.3),
  kl_coefficient: scalar(0.7),
};
