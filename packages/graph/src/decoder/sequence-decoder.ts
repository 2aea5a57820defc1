// The decoder over whole sequences: causal attention among positions 0 .. time - 1.
import type { Builder } from '../ir/builder.js';
import { type Dim, multiplyDims } from '../ir/dims.js';
import type { Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import type { DecoderWeights } from './decoder-weights.js';
import { buildAttentionInputs, buildFeedForward, normalizeHeads } from './feed-forward.js';
import { buildRotation } from './rope-tables.js';

/** Added to the scores of positions that must not be seen: exp gives exactly 0. */
const masked = -1e9;

export interface SequenceStates {
  /** [batch * time, hiddenSize], before the final norm */
  readonly hidden: Node;
  /** By layer, rotated: [batch, keyValueHeads, time, headDim] */
  readonly keys: readonly Node[];
  readonly values: readonly Node[];
}

/** tokens: int32 [batch, time]. */
export function buildSequenceDecoder(
  g: Builder,
  config: DecoderConfig,
  weights: DecoderWeights,
  tokens: Node,
): SequenceStates {
  const [batch = 1, time = 1] = tokens.shape;
  const positions = g.expand(g.reshape(g.iota(time), [1, time]), [batch, time]);
  const { cos, sin } = buildRotation(g, config, positions);
  const mask = buildCausalMask(g, config.heads / config.keyValueHeads, time);
  const keys: Node[] = [];
  const values: Node[] = [];

  let hidden = g.gather(weights.get('model.embed_tokens.weight'), g.flatten(tokens));
  for (let layer = 0; layer < config.layers; layer++) {
    const { query, key, value } = buildAttentionInputs(g, config, weights, hidden, layer);
    const name = `model.layers.${layer}.self_attn`;
    const rotate = (x: Node, heads: number, norm: string): Node =>
      g.rotary(
        normalizeHeads(g, config, weights, splitHeads(g, x, batch, time, heads), `${name}.${norm}`),
        cos,
        sin,
      );
    const q = rotate(query, config.heads, 'q_norm');
    const k = rotate(key, config.keyValueHeads, 'k_norm');
    const v = splitHeads(g, value, batch, time, config.keyValueHeads);
    const attended = attend(g, config, { q, k, v, mask });
    hidden = g.add(hidden, weights.project(attended, `${name}.o_proj`));
    hidden = buildFeedForward(g, config, weights, hidden, layer);
    keys.push(k);
    values.push(v);
  }
  return { hidden, keys, values };
}

/** The query heads that share a key head are rows of one product: [batch, keyValueHeads, shared * time, headDim]. */
function attend(
  g: Builder,
  config: DecoderConfig,
  { q, k, v, mask }: { readonly q: Node; readonly k: Node; readonly v: Node; readonly mask: Node },
): Node {
  const [batch = 1, heads = 1, time = 1, headDim = 1] = q.shape;
  const rows = multiplyDims(config.heads / config.keyValueHeads, time);
  const grouped = g.reshape(q, [batch, config.keyValueHeads, rows, headDim]);
  const scores = g.matmul(grouped, k, { transposeB: true, alpha: 1 / Math.sqrt(config.headDim) });
  const mixed = g.softmaxMatmul(g.add(scores, mask), v, { masked: true });
  const split = g.transpose(g.reshape(mixed, [batch, heads, time, headDim]), [0, 2, 1, 3]);
  return g.reshape(split, [multiplyDims(batch, time), multiplyDims(heads, headDim)]);
}

/** [batch * time, heads * headDim] -> [batch, heads, time, headDim] */
function splitHeads(g: Builder, x: Node, batch: Dim, time: Dim, heads: number): Node {
  const headDim = Number(x.shape[1]) / heads;
  return g.transpose(g.reshape(x, [batch, time, heads, headDim]), [0, 2, 1, 3]);
}

/** [shared * time, time]: 0 where the row's position may see the column's, very negative elsewhere. */
function buildCausalMask(g: Builder, shared: number, time: Dim): Node {
  const positions = g.iota(time);
  const future = g.less(g.reshape(positions, [time, 1]), g.reshape(positions, [1, time]));
  const mask = g.scale(g.cast(future, 'float32'), masked);
  return g.concat(
    Array.from({ length: shared }, () => mask),
    0,
  );
}
