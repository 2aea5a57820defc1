// The policies that are measured, and their emitted engines.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildAdamWGraph,
  buildLogProbabilityGraph,
  buildPrefillGraph,
  buildStepGraph,
  buildTrainGraph,
  countDecoderParameters,
  decoderParameters,
  encodeOnnx,
} from '../packages/graph/dist/index.js';
import { openOnnxEngine } from '../packages/runtime/dist/index.js';
import { randomStream, sha256 } from '../packages/spec/dist/index.js';

const small = {
  vocabSize: 25,
  hiddenSize: 64,
  intermediateSize: 176,
  layers: 3,
  heads: 4,
  keyValueHeads: 4,
  headDim: 16,
  rmsNormEps: 1e-5,
  ropeTheta: 10000,
  rope: { kind: 'default' },
  maxPositions: 512,
  tieWordEmbeddings: true,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: false,
};

/** D64 is the shape of the quickstart's policy. */
export const policies = {
  D64: small,
  D128: { ...small, hiddenSize: 128, intermediateSize: 352, layers: 4, headDim: 32 },
};

/** Normal-like weights: what is computed does not change how fast it is. */
export function initialState(config) {
  const parameters = new Float32Array(countDecoderParameters(config));
  const stream = randomStream(1, 'weights');
  for (const { name, shape, offset } of decoderParameters(config)) {
    const end = offset + shape.reduce((product, size) => product * size, 1);
    for (let index = offset; index < end; index++) {
      parameters[index] = name.endsWith('norm.weight')
        ? 1
        : 0.1 * (stream.at(index) + stream.at(index + 7e7) - 1);
    }
  }
  const zeros = () => new Float32Array(parameters.length);
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), optimizerStep: 0 };
}

export async function openEngine(config, workers) {
  const folder = mkdtempSync(join(tmpdir(), 'allot-bench-'));
  const manifest = emitEngine(folder, config);
  const options = { folder, manifest, device: 'cpu', workers, state: initialState(config) };
  const [engine, diagnostics] = await openOnnxEngine(options);
  if (engine === undefined) throw new Error(diagnostics[0].message);
  return engine;
}

function emitEngine(folder, config) {
  mkdirSync(join(folder, 'graphs'), { recursive: true });
  const graphs = {
    prefill: buildPrefillGraph(config),
    stepCategorical: buildStepGraph(config, { sampling: 'categorical' }),
    stepNucleus: buildStepGraph(config, { sampling: 'nucleus' }),
    stepGreedy: buildStepGraph(config, { sampling: 'greedy' }),
    train: buildTrainGraph(config, { objective: { kind: 'policy-gradient' } }),
    logProbabilities: buildLogProbabilityGraph(config),
    adamw: buildAdamWGraph(countDecoderParameters(config)),
  };
  const files = {};
  for (const [name, graph] of Object.entries(graphs)) {
    const { bytes, manifest } = encodeOnnx(graph, { weights: name === 'train' ? 'inputs' : 'initializers' });
    files[name] = `graphs/${graph.name}.onnx`;
    writeFileSync(join(folder, files[name]), bytes);
    const beside = JSON.stringify({ ...manifest, sha256: sha256(bytes) });
    writeFileSync(join(folder, `graphs/${graph.name}.json`), beside);
  }
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
    graphs: files,
  };
}
