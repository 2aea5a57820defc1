// The decoder's weights: Hugging Face names, shapes [out, in], and places in one flat vector.
import type { DecoderConfig } from './decoder-config.js';

export interface DecoderParameter {
  /** As Hugging Face names it, for instance model.layers.0.self_attn.q_proj.weight. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Elements before this parameter in the flat vector. */
  readonly offset: number;
}

/** All parameters in the order of the flat vector; tied output weights appear once, as the embedding. */
export function decoderParameters(config: DecoderConfig): readonly DecoderParameter[] {
  const { vocabSize, hiddenSize, layers, tieWordEmbeddings } = config;
  const shapes: NamedShape[] = [
    ['model.embed_tokens.weight', vocabSize, hiddenSize],
    ...Array.from({ length: layers }, (_, layer) => layerShapes(config, `model.layers.${layer}`)).flat(),
    ['model.norm.weight', hiddenSize],
  ];
  if (!tieWordEmbeddings) shapes.push(['lm_head.weight', vocabSize, hiddenSize]);

  let offset = 0;
  return shapes.map(([name, ...shape]) => {
    const parameter = { name, shape, offset };
    offset += shape.reduce((size, dim) => size * dim, 1);
    return parameter;
  });
}

/** Length of the flat parameter vector. */
export function countDecoderParameters(config: DecoderConfig): number {
  return decoderParameters(config).reduce(
    (total, { shape }) => total + shape.reduce((size, dim) => size * dim, 1),
    0,
  );
}

/**
 * Whether a file of weights may hold this beside the parameters, because transformers derives it: a tied output embedding,
 * or a rotary table of an old version.
 */
export const isDerivedTensor = ({ tieWordEmbeddings }: DecoderConfig, name: string): boolean =>
  (tieWordEmbeddings && name === 'lm_head.weight') || name.endsWith('rotary_emb.inv_freq');

type NamedShape = readonly [name: string, ...shape: number[]];

function layerShapes(config: DecoderConfig, layer: string): NamedShape[] {
  const { hiddenSize, intermediateSize, heads, keyValueHeads, headDim, attentionBias, outputBias } = config;
  const [queries, keys] = [heads * headDim, keyValueHeads * headDim];
  const project = (name: string, out: number, width: number, bias = attentionBias): NamedShape[] => [
    [`${layer}.self_attn.${name}.weight`, out, width],
    ...(bias ? [[`${layer}.self_attn.${name}.bias`, out] as const] : []),
  ];
  const headNorm = (name: string): NamedShape[] =>
    config.queryKeyNorm ? [[`${layer}.self_attn.${name}.weight`, headDim]] : [];
  return [
    [`${layer}.input_layernorm.weight`, hiddenSize],
    ...project('q_proj', queries, hiddenSize),
    ...project('k_proj', keys, hiddenSize),
    ...project('v_proj', keys, hiddenSize),
    ...project('o_proj', hiddenSize, queries, outputBias),
    ...headNorm('q_norm'),
    ...headNorm('k_norm'),
    [`${layer}.post_attention_layernorm.weight`, hiddenSize],
    [`${layer}.mlp.gate_proj.weight`, intermediateSize, hiddenSize],
    [`${layer}.mlp.up_proj.weight`, intermediateSize, hiddenSize],
    [`${layer}.mlp.down_proj.weight`, hiddenSize, intermediateSize],
  ];
}
