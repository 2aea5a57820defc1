// A worker of the torch engine that dies, hangs or talks nonsense: a diagnostic with a remedy, soon, and nothing that goes on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Engine, openTorchEngine } from '@allot/runtime';
import type { Diagnostic } from '@allot/spec';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { initialState, smallDecoder } from '../conformance/emit-engine.js';
import { torchManifest } from '../conformance/torch-engine.js';
import { endOf, startedBy } from '../resume/processes.js';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-worker-faults-'));
const python = fileURLToPath(new URL('./worker-stand-in.mjs', import.meta.url));
const manifest = torchManifest(smallDecoder, { kind: 'policy-gradient' });
const options = {
  folder,
  manifest,
  device: 'cpu',
  workers: 1,
  state: initialState(smallDecoder, 1),
  python,
} as const;

beforeEach(() => {
  process.env.ALLOT_WORKER_SILENCE = '1';
});
afterEach(() => {
  delete process.env.ALLOT_WORKER_SILENCE;
  delete process.env.ALLOT_STAND_IN;
});
afterAll(() => rmSync(folder, { recursive: true }));

const request = {
  prompt: Int32Array.of(1, 2),
  prefill: new Int32Array(),
  maxNewTokens: 3,
  random: { seed: 1, address: [0] },
};
const optimizer = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.9,
  epsilon: 1e-8,
  weightDecay: 0,
  maxGradientNorm: 1,
} as const;
const sequence = {
  tokens: Int32Array.of(1, 2),
  weights: Float32Array.of(1),
  advantages: Float32Array.of(1),
  oldLogProbabilities: Float32Array.of(-1),
};

const calls: Readonly<Record<string, (engine: Engine) => Promise<unknown>>> = {
  rollout: (engine) => engine.rollout([request], { temperature: 1, topP: 1, stopTokens: [] }),
  'log-probabilities': (engine) => engine.logProbabilities([Int32Array.of(1, 2)], 1),
  update: (engine) =>
    engine.update({
      objective: 'policy-gradient',
      sequences: [sequence],
      tokensPerMicrobatch: 64,
      temperature: 1,
      clipLow: 0.2,
      clipHigh: 0.2,
      optimizer,
    }),
  snapshot: async (engine) => engine.snapshot?.('weights'),
};

test.each([
  ['update', 'dies', /its process ended \(code 7\): Bus error/],
  ['rollout', 'hangs', /no sign of life for 1 seconds/],
  ['log-probabilities', 'stops', /no sign of life for 1 seconds/],
  ['update', 'prints', /what is no answer: Loading weights: 100%/],
  ['rollout', 'other json', /what is no answer/],
  ['snapshot', 'floods', /a line of more than 1000000 characters/],
  ['rollout', 'no file', /its answer cannot be read: .*ENOENT/],
  ['log-probabilities', 'bad file', /its answer cannot be read/],
  ['update', 'no memory', /CUDA out of memory/],
  ['update', 'is killed', /its process ended \(SIGKILL\)/],
])('in the call %s the worker %s', async (call, fault, message) => {
  process.env.ALLOT_STAND_IN = `${call}:${fault}`;
  const [engine, problems] = await openTorchEngine(options);
  expect(problems).toEqual([]);
  const failure = await calls[call]?.(engine as Engine).catch((error: unknown) => error);
  const { diagnostic } = failure as { readonly diagnostic: Diagnostic };
  expect(diagnostic).toMatchObject({
    code: 'engine/worker-failed',
    message: expect.stringMatching(message) as string,
    help: expect.stringContaining(
      /memory|killed/.test(fault) ? 'tokensPerMicrobatch' : 'Resume the run',
    ) as string,
  });
  const children = startedBy(process.pid);
  await engine?.close();
  expect(await endOf(children)).toEqual([]);
});

test.each([
  ['dies', /code 7/],
  ['stops', /no sign of life/],
  ['prints', /what is no answer/],
])('a worker that %s at its start is refused', async (fault, message) => {
  process.env.ALLOT_STAND_IN = `start:${fault}`;
  const [engine, problems] = await openTorchEngine(options);
  expect(engine).toBeUndefined();
  expect(problems).toMatchObject([
    { code: 'engine/no-python', help: expect.stringContaining('allot setup torch') as string },
  ]);
  expect(problems[0]?.message).toMatch(message);
});

test('a call may take longer than the silence that is borne, while the worker says that it is alive', async () => {
  process.env.ALLOT_STAND_IN = 'update:is slow';
  const [engine] = await openTorchEngine(options);
  expect(await calls.update?.(engine as Engine)).toMatchObject({ loss: 1 });
  await engine?.close();
});
