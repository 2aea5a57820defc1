// The torch engine on the CPU passes the conformance suite, for the three families of models.
import { afterAll } from 'vitest';
import { findMissing } from '../parity/python.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { describeEngine, type EngineUnderTest } from './engine-conformance.js';
import { describeObjectives } from './objective-conformance.js';
import { endWorkers, openTorch } from './torch-engine.js';

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the torch engine: ${missing}`);

afterAll(endWorkers);

const families = {
  llama: smallDecoder,
  qwen2: { ...smallDecoder, tieWordEmbeddings: false, attentionBias: true },
  qwen3: { ...smallDecoder, headDim: 8, queryKeyNorm: true },
};

for (const [name, decoder] of missing === undefined ? Object.entries(families) : []) {
  const engine: EngineUnderTest = {
    name: `torch, ${name}`,
    vocabularySize: decoder.vocabSize,
    initialState: initialState(decoder, 1),
    tolerance: 1e-5,
    open: ({ objective, ...options }) => openTorch(decoder, objective, options),
  };
  describeEngine(engine);
  describeObjectives(engine);
}
