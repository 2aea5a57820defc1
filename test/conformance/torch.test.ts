// The torch engine on the CPU passes the conformance suite, and agrees with the onnx engine on three families of models.
import { afterAll, describe } from 'vitest';
import { findMissing } from '../parity/python.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { describeAgreement } from './engine-agreement.js';
import { describeEngine, type EngineUnderTest } from './engine-conformance.js';
import { describeObjectives } from './objective-conformance.js';
import { removeGraphs } from './onnx-engine.js';
import { endWorkers, openTorch } from './torch-engine.js';

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the torch engine: ${missing}`);

describe.skipIf(missing !== undefined)('the torch engine on the CPU', () => {
  const engine: EngineUnderTest = {
    name: 'torch',
    vocabularySize: smallDecoder.vocabSize,
    initialState: initialState(smallDecoder, 1),
    tolerance: 1e-5,
    open: ({ objective, ...options }) => openTorch(smallDecoder, objective, options),
  };
  describeEngine(engine);
  describeObjectives(engine);
  describeAgreement('llama', smallDecoder);
  describeAgreement('qwen2', { ...smallDecoder, tieWordEmbeddings: false, attentionBias: true });
  describeAgreement('qwen3', { ...smallDecoder, headDim: 8, queryKeyNorm: true });
  afterAll(endWorkers);
  afterAll(removeGraphs);
});
