// The onnx engine on the CPU passes the conformance suite, for several kinds of decoder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openOnnxEngine } from '@allot/runtime';
import type { EmittedEngine } from '@allot/spec';
import { afterAll } from 'vitest';
import { emitEngine, initialState, smallDecoder } from './emit-engine.js';
import { describeEngine } from './engine-conformance.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const decoders = {
  'grouped heads, tied': smallDecoder,
  'all heads, untied, biases': {
    ...smallDecoder,
    keyValueHeads: 4,
    headDim: 6,
    tieWordEmbeddings: false,
    attentionBias: true,
  },
};

for (const [name, decoder] of Object.entries(decoders)) {
  const emitted = new Map<string, EmittedEngine>();
  describeEngine({
    name: `onnx, ${name}`,
    vocabularySize: decoder.vocabSize,
    initialState: initialState(decoder, 1),
    open: async ({ state, workers, objective }): Promise<Engine> => {
      const place = join(folder, `${name}-${objective}`.replaceAll(/\W+/g, '-'));
      const manifest = emitted.get(objective) ?? emitEngine(place, decoder, objective);
      emitted.set(objective, manifest);
      const [engine, diagnostics] = await openOnnxEngine({
        folder: place,
        manifest,
        device: 'cpu',
        workers,
        state,
      });
      if (engine === undefined) throw new Error(JSON.stringify(diagnostics));
      return engine;
    },
  });
}
