// The step graph: one token of every row, read-only caches, sampling included.
import { type Builder, createBuilder } from '../ir/builder.js';
import { lowerGraph } from '../ir/lower-graph.js';
import { createGraph, type Graph, type Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import { createDecoderWeights } from './decoder-weights.js';
import { buildAttentionInputs, buildFeedForward, buildLogits, normalizeHeads } from './feed-forward.js';
import { buildRotation } from './rope-tables.js';
import { buildCategoricalSample, buildNucleus } from './sampling.js';

export interface StepGraphOptions {
  readonly sampling: 'categorical' | 'nucleus' | 'greedy';
}

/**
 * Inputs: tokens, positions int32 [batch]; past_key_i, past_value_i float32 [batch, keyValueHeads, capacity, headDim];
 * mask float32 [batch, 1, 1, capacity], 0 where the cache holds a token of the row and -1e9 elsewhere; except for greedy
 * uniforms float32 [batch, 1] and temperature [1]; for nucleus top_p [1].
 * Outputs: new_key_i, new_value_i [batch, keyValueHeads, 1, headDim]; next_tokens int32 [batch]; log_probabilities
 * float32 [batch], of the sampled tokens under softmax(logits / temperature), also for nucleus.
 */
export function buildStepGraph(config: DecoderConfig, { sampling }: StepGraphOptions): Graph {
  const g = createBuilder();
  const weights = createDecoderWeights(g, config);
  const tokens = g.input('tokens', 'int32', ['batch']);
  const positions = g.input('positions', 'int32', ['batch']);
  const cacheShape = ['batch', config.keyValueHeads, 'capacity', config.headDim];
  const layers = Array.from({ length: config.layers }, (_, layer) => layer);
  const pastKeys = layers.map((layer) => g.input(`past_key_${layer}`, 'float32', cacheShape));
  const pastValues = layers.map((layer) => g.input(`past_value_${layer}`, 'float32', cacheShape));
  const mask = g.input('mask', 'float32', ['batch', 1, 1, 'capacity']);
  const rotation = buildRotation(g, config, g.reshape(positions, ['batch', 1]));
  const outputs: Record<string, Node> = {};

  let hidden = g.gather(weights.get('model.embed_tokens.weight'), tokens);
  for (const layer of layers) {
    const inputs = buildAttentionInputs(g, config, weights, hidden, layer);
    const name = `model.layers.${layer}.self_attn`;
    const heads = (x: Node, count: number) => g.reshape(x, ['batch', count, 1, config.headDim]);
    const rotate = (x: Node, norm: string) =>
      g.rotary(normalizeHeads(g, config, weights, x, `${name}.${norm}`), rotation.cos, rotation.sin);
    const key = rotate(heads(inputs.key, config.keyValueHeads), 'k_norm');
    const value = heads(inputs.value, config.keyValueHeads);
    const query = rotate(heads(inputs.query, config.heads), 'q_norm');
    const past = { keys: pastKeys[layer] as Node, values: pastValues[layer] as Node, mask };
    const attended = attendToPast(g, config, query, key, value, past);
    hidden = g.add(hidden, weights.project(attended, `${name}.o_proj`));
    hidden = buildFeedForward(g, config, weights, hidden, layer);
    outputs[`new_key_${layer}`] = key;
    outputs[`new_value_${layer}`] = value;
  }

  const chosen = buildChoice(g, buildLogits(g, config, weights, hidden), sampling);
  outputs.next_tokens = g.reshape(chosen.tokens, ['batch']);
  outputs.log_probabilities = g.reshape(chosen.logProbabilities, ['batch']);
  const inputs = [tokens, positions, ...pastKeys, ...pastValues, mask, ...chosen.inputs];
  return lowerGraph(g, createGraph(`step-${sampling}`, inputs, outputs), { keepRmsNormalize: true });
}

/** Concat(q.k_new, q.K' + mask) -> softmax -> p0 v_new + p.V, without appending to the caches. */
function attendToPast(
  g: Builder,
  config: DecoderConfig,
  query: Node,
  key: Node,
  value: Node,
  past: { readonly keys: Node; readonly values: Node; readonly mask: Node },
): Node {
  const shared = config.heads / config.keyValueHeads;
  const alpha = 1 / Math.sqrt(config.headDim);
  const grouped = g.reshape(query, ['batch', config.keyValueHeads, shared, config.headDim]);
  const newScore = g.matmul(grouped, key, { transposeB: true, alpha });
  const pastScores = g.add(g.matmul(grouped, past.keys, { transposeB: true, alpha }), past.mask);
  const weights = g.softmax(g.concat([newScore, pastScores], 3), { masked: true });
  const mixed = g.add(
    g.matmul(g.slice(weights, 3, 1, 'capacity+1'), past.values),
    g.multiply(g.slice(weights, 3, 0, 1), value),
  );
  return g.reshape(mixed, ['batch', config.heads * config.headDim]);
}

/**
 * The chosen token and its log-probability, [batch, 1] each. Probabilities come from Softmax, whose rows do not depend on
 * their place in the batch; a ReduceSum over rows that are no multiple of a vector register does, in the last bit.
 */
function buildChoice(g: Builder, logits: Node, sampling: StepGraphOptions['sampling']) {
  if (sampling === 'greedy') {
    const tokens = g.argmax(logits);
    return { tokens, logProbabilities: g.log(g.pick(g.softmax(logits), tokens)), inputs: [] };
  }
  const uniforms = g.input('uniforms', 'float32', ['batch', 1]);
  const temperature = g.input('temperature', 'float32', [1]);
  const topP = g.input('top_p', 'float32', [1]);
  const probabilities = g.softmax(g.divide(logits, temperature));
  const candidates = sampling === 'nucleus' ? buildNucleus(g, probabilities, topP) : probabilities;
  const tokens = buildCategoricalSample(g, candidates, uniforms);
  return {
    tokens,
    logProbabilities: g.log(g.pick(probabilities, tokens)),
    inputs: sampling === 'nucleus' ? [uniforms, temperature, topP] : [uniforms, temperature],
  };
}
