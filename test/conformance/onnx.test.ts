// The onnx engine on the CPU passes the conformance suite, for several kinds of decoder.
import { afterAll } from 'vitest';
import { initialState, smallDecoder } from './emit-engine.js';
import { describeEngine, type EngineUnderTest } from './engine-conformance.js';
import { describeObjectives } from './objective-conformance.js';
import { openOnnx, removeGraphs } from './onnx-engine.js';

afterAll(removeGraphs);

const decoders = {
  'grouped heads, tied': smallDecoder,
  'all heads, untied, biases': {
    ...smallDecoder,
    keyValueHeads: 4,
    headDim: 6,
    tieWordEmbeddings: false,
    attentionBias: true,
    outputBias: true,
  },
  'queries and keys normed, YaRN': {
    ...smallDecoder,
    headDim: 8,
    queryKeyNorm: true,
    rope: {
      kind: 'yarn',
      factor: 4,
      attentionFactor: 1.14,
      betaFast: 32,
      betaSlow: 1,
      originalPositions: 64,
      truncate: true,
    } as const,
  },
};

for (const [name, decoder] of Object.entries(decoders)) {
  const engine: EngineUnderTest = {
    name: `onnx, ${name}`,
    vocabularySize: decoder.vocabSize,
    initialState: initialState(decoder, 1),
    open: ({ objective, ...options }) => openOnnx(decoder, objective, options),
  };
  describeEngine(engine);
  describeObjectives(engine);
}
