import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmittedOnnx, type EmittedWeight, sha256 } from '@allot/spec';
import { afterAll, describe, expect, test } from 'vitest';
import type { EngineOptions } from '../../engine.js';
import { openOnnxEngine } from './open-engine.js';

const root = mkdtempSync(join(tmpdir(), 'allot-open-'));
afterAll(() => rmSync(root, { recursive: true }));

const names = [
  'prefill',
  'stepCategorical',
  'stepNucleus',
  'stepGreedy',
  'train',
  'logProbabilities',
  'adamw',
] as const;
const graphs = Object.fromEntries(
  names.map((name) => [name, `graphs/${name}.onnx`]),
) as EmittedOnnx['graphs'];
const vector = () => new Float32Array(8);

function optionsFor(folder: string): EngineOptions<EmittedOnnx> {
  return {
    folder,
    manifest: {
      engine: 'onnx',
      planKey: '',
      parameters: [{ name: 'w', shape: [2, 4], offset: 0 }],
      decoder: {
        vocabularySize: 4,
        layers: 1,
        heads: 1,
        keyValueHeads: 1,
        headDimension: 2,
        maxPositions: 8,
      },
      graphs,
    },
    device: 'cpu',
    workers: 1,
    state: { parameters: vector(), firstMoment: vector(), secondMoment: vector(), optimizerStep: 0 },
  };
}

function writeGraphs(name: string, content: string, weights: readonly EmittedWeight[] = []): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'graphs'), { recursive: true });
  for (const graph of names) {
    writeFileSync(join(folder, `graphs/${graph}.onnx`), content);
    writeFileSync(
      join(folder, `graphs/${graph}.json`),
      JSON.stringify({ name: graph, inputs: [], outputs: [], weights, sha256: sha256(content) }),
    );
  }
  return folder;
}

const weight = (change: Partial<EmittedWeight>): EmittedWeight => ({
  name: 'w',
  shape: [2, 4],
  flatOffset: 0,
  elements: 8,
  fileOffset: 0,
  ...change,
});

describe('opening an engine whose files are damaged', () => {
  test('every missing graph is named', async () => {
    const [engine, diagnostics] = await openOnnxEngine(optionsFor(join(root, 'nowhere')));
    expect(engine).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(names.map(() => 'engine/files-damaged'));
    expect(diagnostics[4]?.message).toContain('train.onnx');
  });

  test.each([
    ['a file that is too short', { fileOffset: 40 }, "the weights of 'w' lie outside the file"],
    ['a place before the file', { fileOffset: -4 }, "the weights of 'w' lie outside the file"],
    [
      'weights of another policy',
      { flatOffset: 4 },
      "the weights of 'w' lie outside the policy's 8 parameters",
    ],
  ])('%s', async (name, change, reason) => {
    const folder = writeGraphs(name.replaceAll(' ', '-'), 'x'.repeat(64), [weight(change)]);
    const [engine, diagnostics] = await openOnnxEngine(optionsFor(folder));
    expect(engine).toBeUndefined();
    expect(diagnostics[0]?.message).toContain(reason);
  });

  test('a file that was changed', async () => {
    const folder = writeGraphs('changed', 'as it was emitted');
    writeFileSync(join(folder, 'graphs/train.onnx'), 'something else');
    const [engine, diagnostics] = await openOnnxEngine(optionsFor(folder));
    expect(engine).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'engine/files-damaged' }]);
    expect(diagnostics[0]?.message).toMatch(/train\.onnx: the file was changed/);
    expect(diagnostics[0]?.help).toContain(folder);
  });

  test('a file that is no graph', async () => {
    const [engine, diagnostics] = await openOnnxEngine(
      optionsFor(writeGraphs('garbage', 'not an onnx file')),
    );
    expect(engine).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'engine/files-damaged', severity: 'error' }]);
  });

  test('a state of another size is our mistake', async () => {
    const options = optionsFor(writeGraphs('state', 'x'));
    const state = { ...options.state, parameters: new Float32Array(3) };
    await expect(openOnnxEngine({ ...options, state })).rejects.toThrow(
      'parameters has 3 elements, the policy 8',
    );
  });
});
