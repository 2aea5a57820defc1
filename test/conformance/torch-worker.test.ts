// The torch engine's process: where memory runs out, where Python lacks something, and alone over files.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { decoderParameters } from '@allot/graph';
import { type Hello, openTorchEngine, type PolicyState, startWorker, workerFolder } from '@allot/runtime';
import { type Diagnostic, randomStream } from '@allot/spec';
import { readMoments, readPolicy, writeModelFolder, writeMoments } from '@allot/store';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { torchMemory } from '../../packages/compiler/src/plan/torch-memory.js';
import { joinList, writeTensorFile } from '../../packages/runtime/src/engines/torch/tensor-file.js';
import { findMissing, python } from '../parity/python.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { reinforcedBatch } from './engine-conformance.js';
import { huggingFaceConfig, torchManifest } from './torch-engine.js';

process.env.OMP_NUM_THREADS ??= '1';
const LIMIT = 'ALLOT_WORKER_TOKEN_LIMIT';
const ROW_LIMIT = 'ALLOT_WORKER_ROW_LIMIT';
const folder = mkdtempSync(join(tmpdir(), 'allot-worker-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  delete process.env[LIMIT];
  delete process.env[ROW_LIMIT];
});

const manifest = torchManifest(smallDecoder, { kind: 'policy-gradient' });
const state = initialState(smallDecoder, 1);
const options = { folder, manifest, device: 'cpu', workers: 1, state, python } as const;

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the torch engine's worker: ${missing}`);

describe.skipIf(missing !== undefined)("the torch engine's worker", () => {
  test('where memory runs out, the step begins anew with smaller micro-batches', async () => {
    const updated: PolicyState[] = [];
    const warnings: Diagnostic[] = [];
    for (const limit of ['100000', '130']) {
      process.env[LIMIT] = limit;
      const [engine] = await openTorchEngine({ ...options, onWarning: (one) => warnings.push(one) });
      const batch = await reinforcedBatch(engine as NonNullable<typeof engine>, smallDecoder.vocabSize);
      await engine?.update({ ...batch, tokensPerMicrobatch: 512 });
      updated.push((await engine?.state()) as PolicyState);
      await engine?.close();
    }
    expect(warnings.map(({ code }) => code)).toEqual(Array(2).fill('engine/microbatch-halved'));
    expect(warnings.at(-1)?.message).toContain('128 tokens at once');
    const [whole, halved] = updated.map(({ firstMoment }) => firstMoment);
    const largest = whole?.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (halved?.[at] ?? 9))),
      0,
    );
    expect(largest).toBeLessThan(1e-6);
  });

  test('where not one sequence fits, the step fails with what to change, and nothing is lost', async () => {
    process.env[LIMIT] = '10';
    const [engine] = await openTorchEngine(options);
    const batch = await reinforcedBatch(engine as NonNullable<typeof engine>, smallDecoder.vocabSize);
    await expect(engine?.update(batch)).rejects.toMatchObject({
      name: 'EngineFailure',
      diagnostic: { code: 'engine/worker-failed', help: expect.stringContaining('tokensPerMicrobatch') },
    });
    expect((await engine?.state())?.parameters).toEqual(state.parameters);
    await engine?.close();
  });

  test('where memory runs out in a rollout, a warning says with how many rows it goes on', async () => {
    process.env[ROW_LIMIT] = '9';
    const warnings: Diagnostic[] = [];
    const requests = Array.from({ length: 20 }, (_, at) => ({
      prompt: Int32Array.of(1, 2),
      prefill: new Int32Array(),
      maxNewTokens: 3 + (at % 5),
      random: { seed: 1, address: [at] },
    }));
    const [engine] = await openTorchEngine({ ...options, onWarning: (one) => warnings.push(one) });
    const samples = await engine?.rollout(requests, { temperature: 1, topP: 1, stopTokens: [] });
    await engine?.close();
    expect(samples?.map(({ tokens }) => tokens.length)).toEqual(
      requests.map(({ maxNewTokens }) => maxNewTokens),
    );
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('12 at once'),
      expect.stringContaining('8 at once'),
    ]);
  });

  test.each([
    ['no Python', join(folder, 'nowhere'), /ENOENT|not found|no such/i],
    ['a Python that ends', fakePython('echo "No module named torch" >&2; exit 1'), /No module named torch/],
  ])('%s', async (_, file, reason) => {
    const [engine, diagnostics] = await openTorchEngine({ ...options, python: file });
    expect(engine).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'engine/no-python', help: expect.stringContaining('allot setup torch') },
    ]);
    expect(diagnostics[0]?.message).toMatch(reason);
  });

  test('a device that is not there', async () => {
    const [engine, diagnostics] = await openTorchEngine({ ...options, device: 'cuda' });
    expect(engine).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'engine/device-unavailable', path: 'engine.device' }]);
  });

  test('a model that is not the planned one', async () => {
    const policy = await writeModel('other', { ...huggingFaceConfig(smallDecoder), num_hidden_layers: 1 });
    const [engine, diagnostics] = await openTorchEngine({ ...options, state: { policy, optimizerStep: 0 } });
    expect(engine).toBeUndefined();
    expect(diagnostics[0]?.message).toContain('is not the one that was planned');
  });

  test('a snapshot keeps its moment while the engine goes on, and says where it cannot be written', async () => {
    const [engine] = await openTorchEngine(options);
    const batch = await reinforcedBatch(engine as NonNullable<typeof engine>, smallDecoder.vocabSize);
    await engine?.update(batch);
    const before = await engine?.state();
    const snapshot = await engine?.snapshot?.('weights');
    const place = join(folder, 'snapshot');
    mkdirSync(place, { recursive: true });
    const optimizer = join(place, 'optimizer.safetensors');
    await Promise.all([engine?.update(batch), snapshot?.write({ policy: place, optimizer })]);
    const [parameters] = await readPolicy(place, manifest.parameters);
    const [moments] = await readMoments(optimizer, manifest.parameters);
    expect({ parameters, ...moments, optimizerStep: snapshot?.optimizerStep }).toEqual(before);
    expect((await engine?.state())?.parameters).not.toEqual(before?.parameters);
    const nowhere = { policy: join(place, 'nowhere'), optimizer };
    const failed = (await engine?.snapshot?.('weights'))?.write(nowhere);
    await expect(failed).rejects.toMatchObject({
      diagnostic: {
        code: 'engine/worker-failed',
        message: expect.stringMatching(/model\.safetensors cannot be written/),
      },
    });
    await engine?.close();
  });

  test('a call that lacks something is refused, a closed worker rejects what waits', async () => {
    const worker = await startWorker(python, folder);
    const refused = { kind: 'user', message: "open lacks 'manifest'" };
    await expect(worker.call('open', {})).rejects.toMatchObject(refused);
    const waiting = worker.call('open', { manifest, device: 'cpu', policy: '/' });
    const closed = { kind: 'lost', message: 'the engine is closed' };
    await Promise.all([expect(waiting).rejects.toMatchObject(closed), worker.close()]);
  });

  test('it says now and then that it is alive, ten times in the silence that is borne', async () => {
    const env = { ...process.env, PYTHONPATH: workerFolder(), ALLOT_WORKER_SILENCE: '1' };
    const child = spawn(python, ['-m', 'allot_worker'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === 3) break;
    child.kill();
    const { hello } = JSON.parse(lines[0] ?? '') as { readonly hello: Hello };
    expect(hello.versions.torch).toMatch(/^2\./);
    expect(hello.versions.triton === undefined).toBe(findMissing('triton') !== undefined);
    expect(lines.slice(1)).toEqual(['{"alive": true}', '{"alive": true}']);
  });

  test('parts of it are what plain PyTorch gives, and its random numbers are those of the other engines', async () => {
    const model = await writeModel('checked', huggingFaceConfig(smallDecoder));
    const most = Number.MAX_SAFE_INTEGER;
    const streams = fc.sample(
      fc.record({
        seed: fc.nat(most),
        purpose: fc.constantFrom('sampling' as const, 'environment' as const),
        address: fc.array(fc.nat(most), { maxLength: 5 }),
        index: fc.oneof(fc.nat(4096), fc.nat(most)),
      }),
      300,
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 40 });
    const dealt = fc.sample(fc.record({ sizes, count: fc.integer({ min: 1, max: 9 }) }), 100);
    const found = JSON.parse(
      runPython([fileURLToPath(new URL('worker-checks.py', import.meta.url))], {
        model,
        parameters: manifest.parameters,
        streams,
        dealt,
      }),
    ) as Record<'checkpointing' | 'pieces' | 'packed' | 'plain', number> &
      Record<'uniforms' | 'packs' | 'half' | 'deterministic', unknown> &
      Record<'dealt' | 'dealt_requests', readonly Shares[]> & { readonly pass_bytes: readonly number[] };
    expect(found.checkpointing).toBeLessThan(1e-5);
    expect(found.pieces).toBeLessThan(1e-4);
    expect(found.packed).toBeLessThan(1e-5);
    expect(found.plain).toBeLessThan(1e-5);
    expect(found.deterministic).toEqual([true, true]);
    expect(found.half).toEqual({ weights: ['torch.bfloat16'], buffers: ['torch.float32'] });
    expect(found.packs).toEqual([[4], [2, 3], [0, 5]]);
    // None has more than its part and one thing; of groups, than twice its part and one request.
    expect(dealt.filter((given, at) => !isFair(given, found.dealt[at], 1))).toEqual([]);
    expect(dealt.filter((given, at) => !isFair(given, found.dealt_requests[at], 2))).toEqual([]);
    const [few = 0, many = 0] = found.pass_bytes;
    const planned = [1000, 3000].map(
      (tokens) =>
        torchMemory(smallDecoder, {
          device: 'cuda',
          tokens,
          longest: 1,
          rows: 0,
          hasReference: false,
          processes: 1,
        }).update,
    );
    expect(many - few).toBe((planned[1] ?? 0) - (planned[0] ?? 0));
    expect(found.uniforms).toEqual(
      streams.map(({ seed, purpose, address, index }) => randomStream(seed, purpose, ...address).at(index)),
    );
  });

  test('its sources are Python 3.10', () => {
    const parse = [
      'import ast, pathlib, sys',
      'for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):',
      '    ast.parse(file.read_text(), str(file), feature_version=(3, 10))',
      '    print(file.name)',
    ].join('\n');
    expect(runPython(['-c', parse, join(workerFolder(), 'allot_worker')])).toContain('rollout.py');
  });

  test('steps of fixed shapes, repeated as they were first recorded, give the same samples; so do fewer rows where memory runs out', async () => {
    const model = await writeModel('decoded', huggingFaceConfig(smallDecoder));
    const checks = fileURLToPath(new URL('rollout-checks.py', import.meta.url));
    const found = JSON.parse(runPython([checks], { model, parameters: manifest.parameters })) as Record<
      | 'replayed_is_plain'
      | 'kept'
      | 'shapes'
      | 'halved'
      | 'fewer_is_plain'
      | 'given_up'
      | 'left'
      | 'computed'
      | 'first',
      unknown
    > & { readonly held: readonly number[] };
    expect(found).toMatchObject({ replayed_is_plain: [true, true], kept: true });
    expect(found.shapes).toBeGreaterThan(3);
    expect(found).toMatchObject({
      given_up: [true, false],
      left: false,
      halved: [8, 8, 8],
      fewer_is_plain: true,
    });
    // Equal prompts are computed once, though their rows begin one after the other; different ones together, as many as are kept.
    expect(found.computed).toEqual([[3, 4, 5]]);
    expect(found.held.length).toBeGreaterThan(3);
    expect(Math.max(...found.held)).toBe(0);
    const [ones, twos, threes, fours] = [[1, 1, 1], [2, 2], [3, 3, 3], [4]];
    expect(found.first).toEqual([[ones], [ones, twos], [ones, twos], [ones, twos, threes, fours]]);
  });

  test("vLLM's sampler gives the policy's log-probabilities, before and after its weights change", async () => {
    const model = await writeModel('sampled', huggingFaceConfig(smallDecoder));
    const [checks, standIn] = ['vllm-checks.py', 'vllm-stand-in'].map((name) =>
      fileURLToPath(new URL(name, import.meta.url)),
    );
    const input = { model, parameters: manifest.parameters };
    const found = JSON.parse(runPython([checks as string], input, standIn)) as Readonly<
      Record<string, unknown>
    >;
    expect(found).toMatchObject({
      lengths: [4, 5, 6, 7, 8, 9, 10, 11],
      repeated: true,
      progress: 8,
      refused: expect.stringContaining('environment'),
      cancelled: true,
      stopped: true,
    });
    const [changed, isOther] = found.changed as [number, boolean];
    expect(isOther).toBe(true);
    expect(Math.max(changed, ...(found.distances as number[]))).toBeLessThan(1e-4);
  });

  test('without vLLM, a policy that it should sample is not opened', async () => {
    const [engine, diagnostics] = await openTorchEngine({ ...options, sampler: 'vllm' });
    expect(engine).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: 'engine/no-vllm', help: expect.stringContaining('allot setup torch --vllm') },
    ]);
  });

  test('a job alone changes the policy beside it', async () => {
    const policy = await writeModel('policy', huggingFaceConfig(smallDecoder));
    const { parameters: layout } = manifest;
    await writeMoments(join(folder, 'optimizer.safetensors'), layout, { ...state, optimizerStep: 0 });
    await writeTensorFile(join(folder, 'input.safetensors'), [
      ...joinList('sequences', [[1, 2, 3, 4]], Int32Array),
      ...['weights', 'advantages', 'old_log_probabilities'].flatMap((name) =>
        joinList(name, [[0, 1, 1]], Float32Array),
      ),
    ]);
    const saved = { policy: 'policy', optimizer: 'optimizer.safetensors' };
    const update = {
      input: 'input.safetensors',
      tokens_per_microbatch: 64,
      temperature: 1,
      numbers: { clip_low: 0.2, clip_high: 0.2 },
      optimizer: {
        learning_rate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0,
        max_gradient_norm: 1,
      },
    };
    const calls = [
      { method: 'update', params: update },
      { method: 'snapshot', params: { of: 'weights' } },
      { method: 'save', params: saved },
    ];
    const job = { protocol: 1, open: { manifest, device: 'cpu', ...saved }, calls };
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
    const before = readFileSync(join(policy, 'model.safetensors'));
    const lines = runPython(['-m', 'allot_worker', join(folder, 'job.json')])
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.slice(-2)).toEqual([
      { method: 'snapshot', result: { optimizer_step: 1 } },
      { method: 'save', result: {} },
    ]);
    expect(readFileSync(join(policy, 'model.safetensors')).equals(before)).toBe(false);
  });
});

type Shares = readonly (readonly number[])[];

/** Whether each thing is in one share, in its order, and no share is larger than so many parts and the largest thing. */
function isFair(
  { sizes, count }: { readonly sizes: readonly number[]; readonly count: number },
  shares: Shares | undefined,
  parts: number,
): boolean {
  const sum = (numbers: readonly number[]): number =>
    numbers.reduce((all, number) => all + (sizes[number] ?? 0), 0);
  const ordered = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);
  const most = (parts * sum([...sizes.keys()])) / count + Math.max(0, ...sizes);
  return (
    shares?.length === count &&
    `${ordered(shares.flat())}` === `${[...sizes.keys()]}` &&
    shares.every((share) => `${share}` === `${ordered(share)}` && sum(share) <= most)
  );
}

function runPython(words: readonly string[], input: unknown = '', modules = ''): string {
  const path = [workerFolder(), modules].join(delimiter);
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' };
  return execFileSync(python, words, { env, encoding: 'utf8', input: JSON.stringify(input) });
}

async function writeModel(name: string, config: Readonly<Record<string, unknown>>): Promise<string> {
  const place = join(folder, name);
  const layers = Number(config.num_hidden_layers);
  const layout = decoderParameters({ ...smallDecoder, layers });
  const { parameters } = initialState({ ...smallDecoder, layers }, 1);
  await writeModelFolder(place, { config, layout, parameters, extras: {} });
  return place;
}

function fakePython(body: string): string {
  const file = join(folder, 'python');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}
