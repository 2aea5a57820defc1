// Llama, Qwen2 and Qwen3 folders that transformers wrote: the same logits, log-probabilities, greedy responses, gradients
// and AdamW step; and what Allot saves, transformers loads without a word.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildTrainGraph,
  createBuilder,
  createGraph,
  type DecoderConfig,
  decoderParameters,
  type Graph,
  parseDecoderConfig,
  type Tensor,
} from '@allot/graph';
import { type Engine, openOnnxEngine } from '@allot/runtime';
import { readModelConfig, readPolicy, writeModelFolder } from '@allot/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDecoderWeights } from '../../../packages/graph/src/decoder/decoder-weights.js';
import { buildLogits } from '../../../packages/graph/src/decoder/feed-forward.js';
import { buildSequenceDecoder } from '../../../packages/graph/src/decoder/sequence-decoder.js';
import { lowerGraph } from '../../../packages/graph/src/ir/lower-graph.js';
import { relativeError } from '../../../packages/graph/src/testing/random-tensor.js';
import { openOnnx } from '../../../packages/graph/src/testing/run-onnx.js';
import { emitEngine } from '../../conformance/emit-engine.js';
import { findMissing } from '../python.js';
import {
  cases,
  decodeTensor,
  type Expected,
  type Loaded,
  loadSaved,
  readResult,
  writeModels,
} from './transformers.js';

/** Of logits and log-probabilities, absolute; of gradients and updates, relative to the largest of each parameter. */
const TOLERANCE = 1e-4;

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: models in transformers: ${missing}`);

describe.skipIf(missing !== undefined)('models of transformers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-models-'));
  beforeAll(() => writeModels(folder));
  afterAll(() => rmSync(folder, { recursive: true }));

  describe.each(Object.keys(cases))('%s', (name) => {
    let expected: Expected;
    let source: Readonly<Record<string, unknown>>;
    let config: DecoderConfig;
    let parameters: Float32Array;
    let engine: Engine;
    const read = (tensor: keyof Expected['tensors']) => decodeTensor(expected.tensors[tensor]);

    beforeAll(async () => {
      expected = readResult(folder, name, 'expected.json');
      const model = join(folder, name, 'model');
      source = (await readModelConfig(model))[0] ?? {};
      const parsed = parseDecoderConfig(source);
      if (parsed.problems) throw new Error(JSON.stringify(parsed.problems));
      config = parsed.config;
      const [values, problems] = await readPolicy(model, decoderParameters(config));
      if (!values) throw new Error(JSON.stringify(problems));
      parameters = values;
      const place = join(folder, name, 'engine');
      const manifest = emitEngine(place, config, { kind: 'supervised' });
      const zeros = new Float32Array(parameters.length);
      const state = { parameters, firstMoment: zeros, secondMoment: zeros, optimizerStep: 0 };
      const [opened] = await openOnnxEngine({ folder: place, manifest, device: 'cpu', workers: 1, state });
      if (!opened) throw new Error('no engine');
      engine = opened;
    });
    afterAll(() => engine.close());

    test('logits', async () => {
      const session = await openOnnx(buildLogitsGraph(config), parameters);
      const { logits } = await session.run({ tokens: read('tokens') });
      expect(largestDifference((logits as Tensor).data, read('logits').data)).toBeLessThan(TOLERANCE);
    });

    test('log-probabilities of tokens', async () => {
      const scored = await engine.logProbabilities(rows(read('tokens')), 1);
      const difference = largestDifference(
        scored.flatMap((row) => [...row]),
        read('log_probabilities').data,
      );
      expect(difference).toBeLessThan(TOLERANCE);
    });

    test('greedy responses, through the caches', async () => {
      const prompts = rows(read('tokens')).map((row) => row.slice(0, expected.prompt));
      const greedy = rows(read('greedy'));
      const requests = prompts.map((prompt, index) => ({
        prompt,
        prefill: new Int32Array(),
        maxNewTokens: greedy[index]?.length ?? 0,
        random: { seed: 1, address: [index] },
      }));
      // No token stops: transformers was told so too.
      const samples = await engine.rollout(requests, { temperature: 0, topP: 1, stopTokens: [-1] });
      expect(samples.map(({ tokens }) => tokens)).toEqual(greedy);
    });

    test('every gradient', async () => {
      const session = await openOnnx(
        buildTrainGraph(config, { objective: { kind: 'supervised' } }),
        parameters,
      );
      const tokens = read('tokens');
      const results = await session.run({
        tokens,
        weights: evenWeights(tokens),
        accumulator: { shape: [parameters.length], data: new Float64Array(parameters.length) },
      });
      expect((results.loss as Tensor).data[0]).toBeCloseTo(expected.loss, 4);
      expect(
        tooFar(config, (results.gradient as Tensor).data, inOrder(config, expected, 'gradient')),
      ).toEqual({});
    });

    test('one step of AdamW', async () => {
      const tokens = read('tokens');
      const weights = rows(evenWeights(tokens), Float32Array);
      await engine.update({
        objective: 'supervised',
        sequences: rows(tokens).map((row, index) => ({
          tokens: row,
          weights: weights[index] as Float32Array,
          advantages: new Float32Array(),
          oldLogProbabilities: new Float32Array(),
        })),
        tokensPerMicrobatch: 64,
        temperature: 1,
        clipLow: 0.2,
        clipHigh: 0.2,
        optimizer: expected.optimizer,
      });
      const after = (await engine.state()).parameters;
      const moved = Float64Array.from(after, (value, i) => value - (parameters[i] ?? 0));
      expect(tooFar(config, moved, inOrder(config, expected, 'update'))).toEqual({});
    });

    test('is saved', async () => {
      const place = join(folder, name, 'saved');
      const model = { config: source, layout: decoderParameters(config), parameters, extras: {} };
      const { savedShardBytes } = cases[name] ?? {};
      await writeModelFolder(place, model, savedShardBytes);
      const files = readdirSync(place).filter((file) => file.endsWith('.safetensors'));
      expect(files.length > 1).toBe(savedShardBytes !== undefined);
    });
  });

  describe('what Allot saved, transformers loads', () => {
    beforeAll(() => loadSaved(folder));

    test.each(Object.keys(cases))('%s', (name) => {
      expect(existsSync(join(folder, name, 'saved'))).toBe(true);
      const { complaints, dtype, logits } = readResult<Loaded>(folder, name, 'loaded.json');
      const { tensors } = readResult<Expected>(folder, name, 'expected.json');
      expect({ complaints, dtype }).toEqual({ complaints: [], dtype: 'torch.float32' });
      expect(logits).toEqual(tensors.logits);
    });
  });
});

/** tokens int32 [batch, time] -> logits float32 [batch * time, vocabSize], of the same nodes as the engine's graphs. */
function buildLogitsGraph(config: DecoderConfig): Graph {
  const g = createBuilder();
  const tokens = g.input('tokens', 'int32', ['batch', 'time']);
  const weights = createDecoderWeights(g, config);
  const { hidden } = buildSequenceDecoder(g, config, weights, tokens);
  const graph = createGraph('logits', [tokens], { logits: buildLogits(g, config, weights, hidden) });
  return lowerGraph(g, graph, { keepRmsNormalize: true });
}

/** The mean over all targets. */
function evenWeights({ shape: [batch = 0, time = 0] }: Tensor): Tensor {
  const targets = batch * (time - 1);
  return { shape: [batch, time - 1], data: new Float64Array(targets).fill(1 / targets) };
}

function rows<T extends Int32Array | Float32Array = Int32Array>(
  { shape: [count = 0, width = 0], data }: Tensor,
  type: { from(values: Iterable<number>): T } = Int32Array as never,
): T[] {
  return Array.from({ length: count }, (_, row) => type.from(data.slice(row * width, (row + 1) * width)));
}

/** A flat vector of PyTorch's order, in the order of the graphs. */
function inOrder(config: DecoderConfig, expected: Expected, name: 'gradient' | 'update'): Float64Array {
  const { data } = decodeTensor(expected.tensors[name]);
  const layout = new Map(decoderParameters(config).map((parameter) => [parameter.name, parameter]));
  const ordered = new Float64Array(data.length);
  let start = 0;
  for (const parameter of expected.parameters) {
    const end = start + parameter.shape.reduce((size, dim) => size * dim, 1);
    ordered.set(data.subarray(start, end), layout.get(parameter.name)?.offset ?? Number.NaN);
    start = end;
  }
  return ordered;
}

/** The parameters whose values are too far off, with how far. */
function tooFar(config: DecoderConfig, actual: Float64Array, expected: Float64Array): Record<string, number> {
  const errors = decoderParameters(config).map(({ name, shape, offset }) => {
    const end = offset + shape.reduce((size, dim) => size * dim, 1);
    return [name, relativeError(actual.subarray(offset, end), expected.subarray(offset, end))] as const;
  });
  return Object.fromEntries(errors.filter(([, error]) => !(error < TOLERANCE)));
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
}
