// Adapters of the torch engine: what they compute and how they are trained, against autograd, peft and the reader of packages/store.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DecoderConfig } from '@allot/graph';
import { openTorchEngine, type UpdateBatch, workerFolder } from '@allot/runtime';
import { type EmittedTorch, type ResolvedLora, randomStream } from '@allot/spec';
import { readMergedPolicy, writeModelFolder } from '@allot/store';
import { afterAll, describe, expect, test } from 'vitest';
import { emitAdapter } from '../../packages/compiler/src/emit/emit-adapter.js';
import { findMissing, python } from '../parity/python.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { adamw, makeRequests } from './engine-conformance.js';
import { huggingFaceConfig, torchManifest } from './torch-engine.js';

process.env.OMP_NUM_THREADS ??= '1';
const folder = mkdtempSync(join(tmpdir(), 'allot-adapter-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lora: ResolvedLora = { rank: 3, alpha: 6, targets: ['q_proj', 'v_proj', 'down_proj'] };
const seed = 7;
const families: Readonly<Record<string, DecoderConfig>> = {
  llama: smallDecoder,
  qwen2: { ...smallDecoder, tieWordEmbeddings: false, attentionBias: true },
  qwen3: { ...smallDecoder, headDim: 8, queryKeyNorm: true },
};

/** What adapter-checks.py finds: largest differences, and weights by name. */
type Found = Readonly<
  Record<
    | 'start'
    | 'gradient'
    | 'step'
    | 'forward'
    | 'moved'
    | 'reference'
    | 'after_reference'
    | 'sampling'
    | 'opened_again'
    | 'steps_again'
    | 'transformers',
    number
  >
> & {
  readonly frozen: boolean;
  readonly first: Readonly<Record<string, readonly number[]>>;
  readonly merged: Readonly<Record<string, readonly number[]>>;
};

const missing = findMissing('peft');
if (missing !== undefined) console.warn(`skipped: adapters of the torch engine: ${missing}`);

describe.skipIf(missing !== undefined)('adapters of the torch engine', () => {
  test.each(Object.entries(families))('%s', { timeout: 180_000 }, async (name, decoder) => {
    const { model, manifest } = await prepare(name, decoder);
    const files = mkdtempSync(join(folder, `${name}-files-`));
    const found = check({ manifest, model, folder: files });
    expect(found).toMatchObject({ start: 0, frozen: true, reference: 0, after_reference: 0 });
    expect(found).toMatchObject({ opened_again: 0, steps_again: 2 });
    expect(found.moved).toBeGreaterThan(0.1);
    expect(found.gradient).toBeLessThan(2e-5);
    expect(found.step).toBeLessThan(1e-6);
    expect(found.forward).toBeLessThan(1e-5);
    expect(found.sampling).toBeLessThan(1e-5);
    expect(found.transformers).toBeLessThan(1e-5);
    expect(found.first).toEqual(firstWeights(manifest));
    const [merged] = await readMergedPolicy(
      { policy: model, adapter: join(files, 'adapter') },
      manifest.parameters,
    );
    const differences = manifest.parameters.map((parameter) => {
      const theirs = found.merged[parameter.name] ?? [];
      return Math.max(
        ...theirs.map((value, at) => Math.abs(value - (merged?.[parameter.offset + at] ?? Number.NaN))),
      );
    });
    expect(Math.max(...differences)).toBeLessThan(1e-6);
    expect(Math.min(...differences)).toBe(0);
  });

  test('two processes train it as one does', { timeout: 240_000 }, async () => {
    const { model, manifest } = await prepare('shared', smallDecoder);
    const state = { policy: model, optimizerStep: 0 };
    const results = [];
    for (const processes of [1, 2]) {
      const [engine] = await openTorchEngine({
        folder,
        manifest,
        device: 'cpu',
        workers: 1,
        python,
        state,
        processes,
      });
      const { gradientNorm } = (await engine?.update(shown)) ?? {};
      await engine?.update(shown);
      const sampled = await engine?.rollout(makeRequests(6, smallDecoder.vocabSize), sampling);
      const policy = mkdtempSync(join(folder, 'processes-'));
      const taken = await engine?.snapshot?.('adapter');
      await taken?.write({ policy, optimizer: join(policy, 'optimizer.safetensors') });
      await engine?.close();
      const [merged] = await readMergedPolicy({ policy: model, adapter: policy }, manifest.parameters);
      results.push({ gradientNorm, merged, tokens: sampled?.map(({ tokens }) => tokens) });
    }
    const [one, two] = results;
    expect(two?.gradientNorm).toBeCloseTo(one?.gradientNorm ?? Number.NaN, 5);
    expect(two?.tokens).toEqual(one?.tokens);
    const [a, b] = [one?.merged ?? [], two?.merged ?? []];
    expect(a.length).toBeGreaterThan(1000);
    expect(Math.max(...Array.from(a, (value, at) => Math.abs(value - (b[at] ?? Number.NaN))))).toBeLessThan(
      1e-6,
    );
    expect(a).not.toEqual(initialState(smallDecoder, 1).parameters);
  });

  test('it goes back to an adapter that was saved, and to the first one', { timeout: 180_000 }, async () => {
    const { model, manifest } = await prepare('back', smallDecoder);
    const state = { policy: model, optimizerStep: 0 };
    const [engine] = await openTorchEngine({ folder, manifest, device: 'cpu', workers: 1, python, state });
    const scores = async () => engine?.logProbabilities([Int32Array.of(1, 2, 3, 4, 5)], 1);
    const first = await scores();
    await engine?.update(shown);
    const adapter = mkdtempSync(join(folder, 'saved-'));
    const optimizer = join(adapter, 'optimizer.safetensors');
    await (await engine?.snapshot?.('adapter'))?.write({ policy: adapter, optimizer });
    const saved = await scores();
    await engine?.update(shown);
    const moved = await scores();
    await engine?.loadFiles?.({ policy: model, adapter, optimizer, optimizerStep: 1 });
    expect(await scores()).toEqual(saved);
    await engine?.update(shown);
    expect(await scores()).toEqual(moved);
    await engine?.loadFiles?.(state);
    expect(await scores()).toEqual(first);
    expect(moved).not.toEqual(saved);
    await engine?.close();
  });

  test('its flat state is not offered', async () => {
    const { model, manifest } = await prepare('stateless', smallDecoder);
    const state = { policy: model, optimizerStep: 0 };
    const [engine] = await openTorchEngine({ folder, manifest, device: 'cpu', workers: 1, python, state });
    await expect(engine?.state()).rejects.toThrow('a policy with an adapter is saved as files');
    await engine?.close();
  });
});

const sampling = { temperature: 1, topP: 1, stopTokens: [] };

/** Sequences of several lengths, in more micro-batches than one process has. */
const shown: UpdateBatch = {
  objective: 'supervised',
  tokensPerMicrobatch: 32,
  temperature: 1,
  clipLow: 0,
  clipHigh: 0,
  optimizer: { ...adamw, epsilon: 1e-4 },
  sequences: [30, 20, 12, 9, 5].map((length) => ({
    tokens: Int32Array.from({ length }, (_, at) => (length + 3 * at) % 20),
    weights: new Float32Array(length - 1).fill(0.02),
    advantages: new Float32Array(0),
    oldLogProbabilities: new Float32Array(0),
  })),
};

async function prepare(
  name: string,
  decoder: DecoderConfig,
): Promise<{ readonly model: string; readonly manifest: EmittedTorch }> {
  const model = join(folder, name);
  const whole = torchManifest(decoder, { kind: 'supervised' });
  const { parameters } = initialState(decoder, 1);
  await writeModelFolder(model, {
    config: huggingFaceConfig(decoder),
    layout: whole.parameters,
    parameters,
    extras: {},
  });
  return { model, manifest: { ...whole, adapter: emitAdapter(lora, decoder, seed, model) } };
}

function check(input: unknown): Found {
  const env = { ...process.env, PYTHONPATH: workerFolder(), PYTHONDONTWRITEBYTECODE: '1' };
  const script = fileURLToPath(new URL('adapter-checks.py', import.meta.url));
  const output = execFileSync(python, [script], { env, encoding: 'utf8', input: JSON.stringify(input) });
  return JSON.parse(output) as Found;
}

/** A uniform in +-1 / sqrt(columns) by the seed and its place in the manifest, B zero. */
const firstWeights = ({ adapter }: EmittedTorch): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(
    (adapter?.parameters ?? []).map(({ name, shape: [rows = 0, columns = 0] }, index) => {
      const stream = randomStream(seed, 'adapter', index);
      const draw = (at: number): number => Math.fround(columns ** -0.5 * (2 * stream.at(at) - 1));
      const isZero = name.endsWith('lora_B.weight');
      return [name, Array.from({ length: rows * columns }, (_, at) => (isZero ? 0 : draw(at)))];
    }),
  );
