// The prefill graph: the keys and values of the positions of prompts.
import { createBuilder } from '../ir/builder.js';
import { lowerGraph } from '../ir/lower-graph.js';
import { createGraph, type Graph } from '../ir/node.js';
import type { DecoderConfig } from './decoder-config.js';
import { createDecoderWeights } from './decoder-weights.js';
import { buildSequenceDecoder } from './sequence-decoder.js';

/**
 * tokens int32 [batch, prompt] -> key_i, value_i float32 [batch, keyValueHeads, prompt, headDim] for each layer i, keys
 * rotated. Prompts of one length a run, without padding, so that the bits depend on the prompt alone.
 */
export function buildPrefillGraph(config: DecoderConfig): Graph {
  const g = createBuilder();
  const tokens = g.input('tokens', 'int32', ['batch', 'prompt']);
  const { keys, values } = buildSequenceDecoder(g, config, createDecoderWeights(g, config), tokens);
  const outputs = Object.fromEntries([
    ...keys.map((key, layer) => [`key_${layer}`, key]),
    ...values.map((value, layer) => [`value_${layer}`, value]),
  ]);
  return lowerGraph(g, createGraph('prefill', [tokens], outputs), { keepRmsNormalize: true });
}
