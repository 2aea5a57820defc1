// Emits the graphs of a small decoder into a folder, as the compiler does for a plan.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildAdamWGraph,
  buildLogProbabilityGraph,
  buildPrefillGraph,
  buildStepGraph,
  buildTrainGraph,
  countDecoderParameters,
  type DecoderConfig,
  decoderParameters,
  encodeOnnx,
  type Graph,
  type TrainGraphOptions,
} from '@allot/graph';
import type { PolicyState } from '@allot/runtime';
import { type EmittedOnnx, randomStream, sha256 } from '@allot/spec';

export const smallDecoder: DecoderConfig = {
  vocabSize: 25,
  hiddenSize: 16,
  intermediateSize: 24,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 4,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  rope: { kind: 'default' },
  maxPositions: 256,
  tieWordEmbeddings: true,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: false,
};

export function emitEngine(
  folder: string,
  config: DecoderConfig,
  objective: TrainGraphOptions['objective'],
): EmittedOnnx {
  mkdirSync(join(folder, 'graphs'), { recursive: true });
  const graphs: Record<keyof EmittedOnnx['graphs'], Graph> = {
    prefill: buildPrefillGraph(config),
    stepCategorical: buildStepGraph(config, { sampling: 'categorical' }),
    stepNucleus: buildStepGraph(config, { sampling: 'nucleus' }),
    stepGreedy: buildStepGraph(config, { sampling: 'greedy' }),
    train: buildTrainGraph(config, { objective }),
    logProbabilities: buildLogProbabilityGraph(config),
    adamw: buildAdamWGraph(countDecoderParameters(config)),
  };
  const files = Object.entries(graphs).map(([name, graph]) => {
    const { bytes, manifest } = encodeOnnx(graph, { weights: name === 'train' ? 'inputs' : 'initializers' });
    const file = `graphs/${graph.name}`;
    writeFileSync(join(folder, `${file}.onnx`), bytes);
    writeFileSync(join(folder, `${file}.json`), JSON.stringify({ ...manifest, sha256: sha256(bytes) }));
    return [name, `${file}.onnx`];
  });
  return {
    engine: 'onnx',
    planKey: '',
    parameters: decoderParameters(config),
    decoder: {
      vocabularySize: config.vocabSize,
      layers: config.layers,
      heads: config.heads,
      keyValueHeads: config.keyValueHeads,
      headDimension: config.headDim,
      maxPositions: config.maxPositions,
    },
    graphs: Object.fromEntries(files) as EmittedOnnx['graphs'],
  };
}

/** Weights from the seed: normal-like of standard deviation `scale`, norms 1. */
export function initialState(config: DecoderConfig, seed: number, scale = 0.2): PolicyState {
  const parameters = new Float32Array(countDecoderParameters(config));
  const stream = randomStream(seed, 'weights');
  for (const { name, shape, offset } of decoderParameters(config)) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    for (let index = offset; index < offset + size; index++) {
      const spread = (stream.at(3 * index) + stream.at(3 * index + 1) + stream.at(3 * index + 2) - 1.5) * 2;
      parameters[index] = name.endsWith('norm.weight') ? 1 : scale * spread;
    }
  }
  return {
    parameters,
    firstMoment: new Float32Array(parameters.length),
    secondMoment: new Float32Array(parameters.length),
    optimizerStep: 0,
  };
}
