// The torch engine's processes: memory that runs out on one rank, a rank that dies or fails, a call that is cancelled, GPUs that
// are not there, and a job that torchrun starts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Engine,
  openTorchEngine,
  torchEngineOpener,
  type UpdateBatch,
  workerFolder,
} from '@allot/runtime';
import type { Diagnostic } from '@allot/spec';
import { writeModelFolder } from '@allot/store';
import { afterAll, describe, expect, test } from 'vitest';
import { joinList, writeTensorFile } from '../../packages/runtime/src/engines/torch/tensor-file.js';
import { findMissing, python } from '../parity/python.js';
import { startedBy } from '../resume/processes.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { adamw, makeRequests } from './engine-conformance.js';
import { torchManifest } from './torch-engine.js';

process.env.OMP_NUM_THREADS ??= '1';
const LIMIT = 'ALLOT_WORKER_TOKEN_LIMIT';
const folder = mkdtempSync(join(tmpdir(), 'allot-ranks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = torchManifest(smallDecoder, { kind: 'supervised' });
const state = initialState(smallDecoder, 1);
const options = { folder, manifest, device: 'cpu', workers: 1, state, python, processes: 2 } as const;

const open = async (more: Partial<Parameters<typeof openTorchEngine>[0]> = {}): Promise<Engine> => {
  const [engine, diagnostics] = await openTorchEngine({ ...options, ...more });
  if (!engine) throw new Error(JSON.stringify(diagnostics));
  return engine;
};

/** Sequences of these lengths, shown with equal weights. */
const shown = (...lengths: readonly number[]): UpdateBatch => ({
  objective: 'supervised',
  tokensPerMicrobatch: 64,
  temperature: 1,
  clipLow: 0,
  clipHigh: 0,
  optimizer: adamw,
  sequences: lengths.map((length) => ({
    tokens: Int32Array.from({ length }, (_, at) => (length + 3 * at) % 20),
    weights: new Float32Array(length - 1).fill(0.01),
    advantages: new Float32Array(0),
    oldLogProbabilities: new Float32Array(0),
  })),
});

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the torch engine's processes: ${missing}`);

describe.skipIf(missing !== undefined)("the torch engine's processes", { timeout: 240_000 }, () => {
  test('where memory runs out on one rank, all begin anew with smaller micro-batches', async () => {
    const warnings: Diagnostic[] = [];
    process.env[LIMIT] = '62';
    const engine = await open({ onWarning: (one) => warnings.push(one) });
    delete process.env[LIMIT];
    // Dealt as 40 and 24, 40 and 20.
    const batch = shown(40, 40, 24, 20);
    const { gradientNorm } = await engine.update(batch);
    expect(warnings).toMatchObject([{ code: 'engine/microbatch-halved' }]);
    expect(warnings[0]?.message).toContain('40 tokens at once');
    const halved = await engine.state();

    await expect(engine.update(shown(64, 64))).rejects.toMatchObject({
      diagnostic: { code: 'engine/worker-failed', help: expect.stringContaining('tokensPerMicrobatch') },
    });
    expect(await engine.state()).toEqual(halved);
    await engine.close();

    const alone = await open({ processes: 1 });
    expect((await alone.update(batch)).gradientNorm).toBeCloseTo(gradientNorm, 5);
    const { firstMoment } = await alone.state();
    const farthest = firstMoment.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (halved.firstMoment[at] ?? 9))),
      0,
    );
    expect(farthest).toBeLessThan(1e-6);
    await alone.close();
  });

  test('a cancelled call ends on all, and the next one works; what fails on one rank names it', async () => {
    const engine = await open();
    const sampling = { temperature: 1, topP: 1, stopTokens: [] };
    const long = makeRequests(40, smallDecoder.vocabSize).map((one) => ({ ...one, maxNewTokens: 200 }));
    const cancel = new AbortController();
    const told: number[] = [];
    const rollout = engine.rollout(long, {
      ...sampling,
      signal: cancel.signal,
      onProgress: (_, tokens) => {
        told.push(tokens);
        cancel.abort(new Error('enough'));
      },
    });
    await expect(rollout).rejects.toThrow('enough');
    expect(told[0]).toBeLessThan(40 * 200);
    const short = long.map((one) => ({ ...one, maxNewTokens: 3 }));
    expect(await engine.rollout(short, sampling)).toHaveLength(40);

    // The longer sequence is the first rank's, and no token has such a number.
    const unknown = [Int32Array.of(1, 2, 3), Int32Array.of(1, 999)];
    await expect(engine.logProbabilities(unknown, 1)).rejects.toMatchObject({
      diagnostic: { code: 'engine/worker-failed', actual: expect.stringMatching(/^rank 1: .*index/) },
    });
    await engine.close();
  });

  test('a rank that is killed ends all, and the failure names it', async () => {
    const before = new Set(startedBy(process.pid));
    const engine = await open();
    const started = startedBy(process.pid).filter((pid) => !before.has(pid));
    const work = engine.rollout(
      makeRequests(40, smallDecoder.vocabSize).map((one) => ({ ...one, maxNewTokens: 200 })),
      { temperature: 1, topP: 1, stopTokens: [] },
    );
    process.kill(Math.max(...started), 'SIGKILL');
    await expect(work).rejects.toMatchObject({
      name: 'EngineFailure',
      diagnostic: { actual: expect.stringMatching(/rank \d of its processes ended first \(signal 9\)/) },
    });
    expect(startedBy(process.pid).filter((pid) => started.includes(pid))).toEqual([]);
    await engine.close();
  });

  test('more processes than GPUs', async () => {
    const gpu = { name: 'cuda', model: 'card', total: 1 } as const;
    const versions = { python: '', torch: '', transformers: '' };
    const openOn = torchEngineOpener(async () => ({
      hello: { protocol: 1, versions, devices: [{ name: 'cpu' }, gpu] },
      call: async () => ({}),
      close: async () => undefined,
    }));
    const [engine, diagnostics] = await openOn({ ...options, device: 'cuda' });
    expect(engine).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'engine/too-few-gpus', path: 'engine.processes' }]);
  });

  test('a job under torchrun', async () => {
    const saved = { policy: 'policy', optimizer: 'optimizer.safetensors' };
    const place = mkdtempSync(join(folder, 'job-'));
    const { config, parameters: layout } = manifest;
    await writeModelFolder(join(place, 'policy'), {
      config,
      layout,
      parameters: state.parameters,
      extras: {},
    });
    const { sequences } = shown(12, 9, 5);
    await writeTensorFile(join(place, 'input.safetensors'), [
      ...joinList(
        'sequences',
        sequences.map(({ tokens }) => tokens),
        Int32Array,
      ),
      ...joinList(
        'weights',
        sequences.map(({ weights }) => weights),
        Float32Array,
      ),
    ]);
    const optimizer = {
      learning_rate: 0.01,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weight_decay: 0,
      max_gradient_norm: 1,
    };
    const update = {
      input: 'input.safetensors',
      tokens_per_microbatch: 64,
      temperature: 1,
      numbers: {},
      optimizer,
    };
    const calls = [
      { method: 'update', params: update },
      { method: 'snapshot', params: { of: 'weights' } },
      { method: 'save', params: saved },
    ];
    const job = { protocol: 1, open: { manifest, device: 'cpu', policy: 'policy' }, calls };
    writeFileSync(join(place, 'job.json'), JSON.stringify(job));
    const before = readFileSync(join(place, 'policy', 'model.safetensors'));
    const launcher = ['-m', 'torch.distributed.run', '--standalone', '--nproc-per-node', '2'];
    const env = { ...process.env, PYTHONPATH: workerFolder(), PYTHONDONTWRITEBYTECODE: '1' };
    const words = [...launcher, '-m', 'allot_worker', join(place, 'job.json')];
    const output = execFileSync(python, words, { env, encoding: 'utf8', stdio: 'pipe' });
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(4);
    expect(lines.slice(-2)).toEqual([
      { method: 'snapshot', result: { optimizer_step: 1 } },
      { method: 'save', result: {} },
    ]);
    expect(readFileSync(join(place, 'policy', 'model.safetensors')).equals(before)).toBe(false);
  });
});
