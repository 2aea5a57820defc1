// Tensor graphs, their gradients, the decoder families, and ONNX files of them.

export {
  type AdapterShape,
  adapterParameters,
  countAdapterParameters,
} from './decoder/adapter-parameters.js';
export type { ConfigProblem } from './decoder/config-reader.js';
export {
  type DecoderConfig,
  type ParsedDecoderConfig,
  parseDecoderConfig,
} from './decoder/decoder-config.js';
export { countDecoderFlops, type DecoderCost, type DecoderWork } from './decoder/decoder-cost.js';
export {
  countDecoderParameters,
  type DecoderParameter,
  decoderParameters,
  isDerivedTensor,
} from './decoder/decoder-parameters.js';
export { buildLogProbabilityGraph } from './decoder/log-probability-graph.js';
export { buildPrefillGraph } from './decoder/prefill-graph.js';
export { buildStepGraph, type StepGraphOptions } from './decoder/step-graph.js';
export {
  buildTrainGraph,
  type PolicyGradientLoss,
  type SupervisedLoss,
  type TrainGraphOptions,
} from './decoder/train-graph.js';
export { evaluateGraph, type Feeds } from './evaluate/evaluate-graph.js';
export type { Tensor } from './evaluate/tensor.js';
export { differentiate } from './gradient/gradient.js';
export { type Builder, createBuilder } from './ir/builder.js';
export type { Dim, Shape } from './ir/dims.js';
export { createGraph, type ElementType, type Graph, type Node } from './ir/node.js';
export type { Operation, OperationKind } from './ir/operations.js';
export { printGraph } from './ir/print-graph.js';
export { verifyGraph } from './ir/verify-graph.js';
export {
  type EncodeOptions,
  encodeOnnx,
  type GraphManifest,
  type TensorInfo,
  type WeightInfo,
} from './onnx/encode-onnx.js';
export { buildAdamWGraph } from './optimizer/adamw-graph.js';
