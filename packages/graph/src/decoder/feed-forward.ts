// The two halves of a layer that do not depend on how attention reads its past.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import type { DecoderWeights } from './decoder-weights.js';

/** SwiGLU with its RMSNorm and residual: x + down(silu(gate(n)) up(n)), n = norm(x). x: [rows, hiddenSize]. */
export function buildFeedForward(
  g: Builder,
  config: DecoderConfig,
  weights: DecoderWeights,
  x: Node,
  layer: number,
): Node {
  const name = `model.layers.${layer}`;
  const norm = `${name}.post_attention_layernorm`;
  const normalized = g.rmsNormalize(x, config.rmsNormEps);
  const gate = weights.projectNormalized(normalized, norm, `${name}.mlp.gate_proj`);
  const up = weights.projectNormalized(normalized, norm, `${name}.mlp.up_proj`);
  return g.add(x, weights.project(g.multiply(g.silu(gate), up), `${name}.mlp.down_proj`));
}

/** The queries, keys and values of a layer before their norms and rotation: [rows, heads * headDim] each. */
export function buildAttentionInputs(
  g: Builder,
  config: DecoderConfig,
  weights: DecoderWeights,
  x: Node,
  layer: number,
) {
  const name = `model.layers.${layer}`;
  const normalized = g.rmsNormalize(x, config.rmsNormEps);
  const project = (projection: string) =>
    weights.projectNormalized(normalized, `${name}.input_layernorm`, `${name}.self_attn.${projection}`);
  return { query: project('q_proj'), key: project('k_proj'), value: project('v_proj') };
}

/** The RMSNorm of queries or keys, whose last axis is a head, where the model has one. */
export function normalizeHeads(
  g: Builder,
  config: DecoderConfig,
  weights: DecoderWeights,
  x: Node,
  name: string,
): Node {
  if (!config.queryKeyNorm) return x;
  return g.multiply(g.rmsNormalize(x, config.rmsNormEps), weights.get(`${name}.weight`));
}

/** The final RMSNorm and output projection: [rows, hiddenSize] -> logits [rows, vocabSize], over temperature [1]. */
export function buildLogits(
  g: Builder,
  config: DecoderConfig,
  weights: DecoderWeights,
  x: Node,
  temperature?: Node,
): Node {
  const normalized = g.rmsNormalize(x, config.rmsNormEps);
  return weights.projectNormalized(normalized, 'model.norm', 'lm_head', temperature);
}
