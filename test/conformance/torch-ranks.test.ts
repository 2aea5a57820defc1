// The torch engine as two processes on the CPU passes the conformance suite, and agrees with the onnx engine.
import { afterAll, describe } from 'vitest';
import { findMissing } from '../parity/python.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { describeAgreement } from './engine-agreement.js';
import { describeEngine } from './engine-conformance.js';
import { removeGraphs } from './onnx-engine.js';
import { endWorkers, openTorch } from './torch-engine.js';

const processes = 2;
const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the torch engine as two processes: ${missing}`);

describe.skipIf(missing !== undefined)(
  'the torch engine as two processes on the CPU',
  { timeout: 240_000 },
  () => {
    describeEngine({
      name: 'torch',
      vocabularySize: smallDecoder.vocabSize,
      initialState: initialState(smallDecoder, 1),
      tolerance: 1e-5,
      open: ({ objective, ...options }) => openTorch(smallDecoder, objective, { ...options, processes }),
    });
    describeAgreement('qwen2', { ...smallDecoder, tieWordEmbeddings: false, attentionBias: true }, processes);
    afterAll(endWorkers);
    afterAll(removeGraphs);
  },
);
