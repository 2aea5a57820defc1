// Emits the graphs of a small decoder into a folder, as the compiler does for a plan.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countDecoderParameters, type DecoderConfig, decoderParameters } from '@allot/graph';
import type { PolicyState } from '@allot/runtime';
import { type EmittedObjective, type EmittedOnnx, randomStream } from '@allot/spec';
import { emitGraphs, graphFiles } from '../../packages/compiler/src/emit/emit-onnx.js';

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

export function emitEngine(folder: string, config: DecoderConfig, objective: EmittedObjective): EmittedOnnx {
  mkdirSync(join(folder, 'graphs'), { recursive: true });
  for (const { path, content } of emitGraphs(config, objective)) writeFileSync(join(folder, path), content);
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
    graphs: graphFiles,
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
