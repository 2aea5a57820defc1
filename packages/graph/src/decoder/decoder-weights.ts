// The decoder's parameters as graph nodes, by Hugging Face name.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import { decoderParameters } from './decoder-parameters.js';

export interface DecoderWeights {
  readonly get: (name: string) => Node;
  /** x [rows, in] times a projection [out, in] transposed, plus its bias where the model has one. */
  readonly project: (x: Node, name: string) => Node;
  /**
   * The same for x that lacks its RMSNorm's gain: the gain scales the projection's columns instead of x's. So does
   * 1 / temperature, a tensor of shape [1], where given.
   */
  readonly projectNormalized: (x: Node, norm: string, name: string, temperature?: Node) => Node;
  /** All parameters in the order of the flat vector. */
  readonly all: readonly Node[];
}

export function createDecoderWeights(g: Builder, config: DecoderConfig): DecoderWeights {
  const nodes = new Map(
    decoderParameters(config).map(({ name, shape, offset }) => [name, g.parameter(name, shape, offset)]),
  );
  const get = (name: string): Node => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`the decoder has no parameter '${name}'`);
    return node;
  };
  const addBias = (y: Node, name: string): Node => {
    const bias = nodes.get(`${name}.bias`);
    return bias === undefined ? y : g.add(y, bias);
  };
  const weightOf = (name: string): Node =>
    get(name === 'lm_head' && config.tieWordEmbeddings ? 'model.embed_tokens.weight' : `${name}.weight`);
  return {
    get,
    project: (x, name) => addBias(g.matmul(x, weightOf(name), { transposeB: true }), name),
    projectNormalized: (x, norm, name, temperature) => {
      const gain = get(`${norm}.weight`);
      const scale = temperature === undefined ? gain : g.divide(gain, temperature);
      return addBias(g.matmul(x, g.multiply(weightOf(name), scale), { transposeB: true }), name);
    },
    all: [...nodes.values()],
  };
}
