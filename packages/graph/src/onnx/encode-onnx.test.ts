import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { countDecoderParameters, decoderParameters } from '../decoder/decoder-parameters.js';
import { buildLogProbabilityGraph } from '../decoder/log-probability-graph.js';
import { buildPrefillGraph } from '../decoder/prefill-graph.js';
import { buildStepGraph } from '../decoder/step-graph.js';
import { buildTrainGraph } from '../decoder/train-graph.js';
import { ModelProtoSchema } from '../generated/onnx_pb.js';
import { patchWeights } from '../testing/run-onnx.js';
import { encodeOnnx } from './encode-onnx.js';

const config = {
  vocabSize: 13,
  hiddenSize: 8,
  intermediateSize: 12,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  headDim: 4,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  rope: { kind: 'default' as const },
  maxPositions: 16,
  tieWordEmbeddings: false,
  attentionBias: true,
  outputBias: true,
  queryKeyNorm: false,
};
const graphs = [
  buildPrefillGraph(config),
  buildStepGraph(config, { sampling: 'nucleus' }),
  buildTrainGraph(config, { objective: { kind: 'policy-gradient' } }),
  buildLogProbabilityGraph(config),
];

describe.each(graphs.map((graph) => [graph.name, graph] as const))('%s', (_, graph) => {
  test('weights patched at the places of the manifest are the weights a protobuf reader finds', () => {
    const { bytes, manifest } = encodeOnnx(graph);
    const parameters = Float32Array.from({ length: countDecoderParameters(config) }, (_, i) => i);
    patchWeights(bytes, manifest, parameters);
    const initializers = fromBinary(ModelProtoSchema, bytes).graph?.initializer ?? [];
    for (const { name, shape, offset } of decoderParameters(config)) {
      const place = manifest.weights.find((weight) => weight.name === name);
      if (place === undefined) continue;
      expect(place.fileOffset % 4).toBe(0);
      const found = initializers.find((tensor) => tensor.name === name);
      expect(found?.dims.map(Number)).toEqual(shape);
      const raw = Uint8Array.from(found?.rawData ?? []);
      expect(new Float32Array(raw.buffer)).toEqual(parameters.slice(offset, offset + place.elements));
    }
  });

  test('uses only standard operators', () => {
    const model = fromBinary(ModelProtoSchema, encodeOnnx(graph).bytes);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 23n]]);
    expect(new Set(model.graph?.node.map((node) => node.domain))).toEqual(new Set(['']));
  });

  test('encodes to the same bytes every time', () => {
    expect(encodeOnnx(graph).bytes).toEqual(encodeOnnx(graph).bytes);
  });

  test('weights may be inputs instead', () => {
    const inside = encodeOnnx(graph).manifest;
    const { manifest } = encodeOnnx(graph, { weights: 'inputs' });
    const names = inside.weights.map((weight) => weight.name);
    expect(manifest.weights).toEqual([]);
    expect(manifest.inputs.map((input) => input.name)).toEqual([
      ...inside.inputs.map((input) => input.name),
      ...names,
    ]);
  });
});

test('the train graph has every parameter, in the order of the flat vector', () => {
  const { manifest } = encodeOnnx(buildTrainGraph(config, { objective: { kind: 'supervised' } }));
  const places = manifest.weights.map(({ name, shape, flatOffset }) => ({ name, shape, offset: flatOffset }));
  expect(places).toEqual(decoderParameters(config));
});
