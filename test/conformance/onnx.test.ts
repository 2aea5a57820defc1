// The onnx engine on the CPU passes the conformance suite, for several kinds of decoder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openOnnxEngine } from '@allot/runtime';
import { type EmittedEngine, sha256 } from '@allot/spec';
import { afterAll } from 'vitest';
import { emitEngine, initialState, smallDecoder } from './emit-engine.js';
import { describeEngine, type EngineUnderTest } from './engine-conformance.js';
import { describeObjectives } from './objective-conformance.js';

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
  const emitted = new Map<string, EmittedEngine>();
  const engine: EngineUnderTest = {
    name: `onnx, ${name}`,
    vocabularySize: decoder.vocabSize,
    initialState: initialState(decoder, 1),
    open: async ({ objective, ...options }): Promise<Engine> => {
      const key = JSON.stringify(objective);
      const place = join(folder, sha256(name + key).slice(0, 12));
      const manifest = emitted.get(key) ?? emitEngine(place, decoder, objective);
      emitted.set(key, manifest);
      const [opened, diagnostics] = await openOnnxEngine({
        ...options,
        folder: place,
        manifest,
        device: 'cpu',
      });
      if (opened === undefined) throw new Error(JSON.stringify(diagnostics));
      return opened;
    },
  };
  describeEngine(engine);
  describeObjectives(engine);
}
