// What a decoder costs: floating-point operations and memory, from its shape alone.
import type { DecoderConfig } from './decoder-config.js';
import { countDecoderParameters } from './decoder-parameters.js';

export interface DecoderWork {
  /** Tokens that pass through the decoder together. */
  readonly tokens: number;
  /** Mean number of positions a token attends to, itself included. */
  readonly context: number;
}

export interface DecoderCost {
  readonly parameters: number;
  /** FLOPs of one token's forward pass, a multiply-add counted as two. A backward pass costs twice as much. */
  readonly forwardFlopsPerToken: number;
  /** FLOPs of the forward pass of all tokens. */
  readonly forwardFlops: number;
  /** FLOPs of the forward and backward pass of all tokens. */
  readonly trainFlops: number;
  /** Bytes of the float32 weights. */
  readonly weightBytes: number;
  /** Bytes of one token's keys and values over all layers. */
  readonly cacheBytesPerToken: number;
  /** Bytes of the activations that a backward pass over all tokens keeps: an estimate. */
  readonly activationBytes: number;
}

const bytesPerNumber = 4;

/** Counts matrix products only: 2 for each weight, and 4 heads * headDim for each position attended to. */
export function countDecoderFlops(config: DecoderConfig, { tokens, context }: DecoderWork): DecoderCost {
  const { vocabSize, hiddenSize, intermediateSize, layers, heads, keyValueHeads, headDim } = config;
  const projections = 2 * hiddenSize * headDim * (heads + keyValueHeads) + 3 * hiddenSize * intermediateSize;
  const attention = 4 * heads * headDim * context;
  const forwardFlopsPerToken = layers * (2 * projections + attention) + 2 * vocabSize * hiddenSize;

  const parameters = countDecoderParameters(config);
  const keptPerLayer =
    4 * hiddenSize + 2 * headDim * (heads + keyValueHeads) + 4 * intermediateSize + 3 * heads * context;
  const activations = tokens * (layers * keptPerLayer + 2 * hiddenSize + 3 * vocabSize);
  return {
    parameters,
    forwardFlopsPerToken,
    forwardFlops: tokens * forwardFlopsPerToken,
    trainFlops: 3 * tokens * forwardFlopsPerToken,
    weightBytes: bytesPerNumber * parameters,
    cacheBytesPerToken: 2 * bytesPerNumber * layers * keyValueHeads * headDim,
    activationBytes: bytesPerNumber * activations,
  };
}
