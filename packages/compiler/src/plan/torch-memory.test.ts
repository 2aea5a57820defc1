import type { DecoderConfig } from '@allot/graph';
import { expect, test } from 'vitest';
import { torchMemory, torchMemoryModel } from './torch-memory.js';

const small: DecoderConfig = {
  vocabSize: 32000,
  hiddenSize: 512,
  intermediateSize: 1408,
  layers: 8,
  heads: 8,
  keyValueHeads: 4,
  headDim: 64,
  rmsNormEps: 1e-6,
  ropeTheta: 10000,
  rope: { kind: 'default' },
  maxPositions: 4096,
  tieWordEmbeddings: true,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: false,
};
const MEBIBYTE = 2 ** 20;
const targets = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];
const adapter = { rank: 16, targets };
const work = {
  device: 'cpu',
  tokens: 1024,
  longest: 256,
  rows: 64,
  hasReference: false,
  processes: 1,
} as const;

/** Peaks of the worker's resident memory, measured with torch 2.13 on Linux. */
test.each([
  ['update', { tokens: 1024 }, 1554],
  ['update', { tokens: 4096, longest: 512 }, 3485],
  ['update', { tokens: 64, longest: 64, adapter }, 639],
  ['update', { tokens: 1024, adapter }, 1436],
  ['update', { tokens: 4096, longest: 512, adapter }, 3826],
  ['rollout', { rows: 64, longest: 512 }, 1679],
  ['rollout', { rows: 16, longest: 512 }, 1266],
  ['rollout', { rows: 16, longest: 2048 }, 1770],
  ['update', { tokens: 1024, processes: 2 }, 1505],
  ['rollout', { rows: 32, processes: 2 }, 894],
  ['rollout', { rows: 16, longest: 512, adapter }, 893],
] as const)('%s of %o: near the %d MiB that were measured', (stage, change, measured) => {
  const predicted = torchMemory(small, { ...work, ...change })[stage] / MEBIBYTE;
  expect(Math.abs(predicted / measured - 1)).toBeLessThan(0.15);
});

/** Peaks of what torch held on an NVIDIA H200, torch 2.11: `python bench/gpu/hbpo_step.py`; caches of 512 rows of 2,688 tokens. */
test.each([
  ['a rollout', 61.7e9],
  ['an update with its layers and the caches kept', 104.2e9],
  ['an update with its layers computed again, and the caches kept', 72.0e9],
] as const)('on a GPU, %s: near the %d bytes that were measured', (what, measured) => {
  const qwen: DecoderConfig = {
    ...small,
    vocabSize: 151_936,
    hiddenSize: 1536,
    intermediateSize: 8960,
    layers: 28,
    heads: 12,
    keyValueHeads: 2,
    headDim: 128,
  };
  const gpu = { device: 'cuda', hasReference: false, processes: 1 } as const;
  const { rollout, update } = torchMemoryModel(qwen, gpu);
  const caches = 512 * 2688 * rollout.perToken;
  const perToken = what.includes('again') ? update.perToken : (update.perTokenKept ?? 0);
  const predicted = what === 'a rollout' ? rollout.fixed + caches : update.fixed + caches + 16_384 * perToken;
  expect(Math.abs(predicted / measured - 1)).toBeLessThan(0.15);
});

test('a micro-batch is never smaller than the longest sequence', () => {
  const { update } = torchMemory(small, { ...work, tokens: 1, longest: 2000 });
  expect(update).toBe(torchMemory(small, { ...work, tokens: 2000, longest: 2000 }).update);
});

test('processes divide weights, moments and gradients, but not what a rollout copies', () => {
  const gpu = { ...work, device: 'cuda' } as const;
  const [alone, two, eight] = [1, 2, 8].map((processes) => torchMemory(small, { ...gpu, processes }));
  const parameters = 39985664;
  expect((two?.rollout ?? 0) - (eight?.rollout ?? 0)).toBeGreaterThan((12 * parameters * 3) / 8);
  expect(eight?.rollout).toBeGreaterThan(2 * parameters);
  expect(eight?.update).toBeLessThan(two?.update ?? 0);
  expect(two?.update).toBeLessThan(alone?.update ?? 0);
});

test('on a GPU a layer keeps its input alone, and a reference policy is in bfloat16', () => {
  const [cpu, gpu] = [torchMemory(small, work), torchMemory(small, { ...work, device: 'cuda' })];
  expect(gpu.update).toBeLessThan(cpu.update);
  const withReference = torchMemory(small, { ...work, device: 'cuda', hasReference: true });
  expect(withReference.update - gpu.update).toBe(2 * 39985664);
});

test('beside an adapter the weights have no moments, no gradient and no copy', () => {
  const weights = 39985664;
  const trained = 16 * 9344 * 8;
  const [whole, beside] = [undefined, adapter].map((one) =>
    torchMemory(small, {
      ...work,
      device: 'cuda',
      hasReference: true,
      tokens: 1,
      longest: 1,
      rows: 1,
      adapter: one,
    }),
  );
  // Of each weight: 12 and 2 bytes of the policy and the reference, 2 of the copy; 2 in bfloat16 and 12 of the adapter.
  expect((whole?.rollout ?? 0) - (beside?.rollout ?? 0)).toBe(weights * (14 + 2 - 2) - trained * 12);
  expect((whole?.update ?? 0) - (beside?.update ?? 0)).toBeGreaterThan(weights * 18 - trained * 16 - 1e5);
});
