import type { DecoderConfig } from '@allot/graph';
import { expect, test } from 'vitest';
import { torchMemory } from './torch-memory.js';

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
const work = { device: 'cpu', tokens: 1024, longest: 256, rows: 64, hasReference: false } as const;

/** Peaks of the worker's resident memory, measured with torch 2.13 on Linux. */
test.each([
  ['update', { tokens: 1024 }, 1603],
  ['update', { tokens: 4096, longest: 512 }, 3117],
  ['rollout', { rows: 64, longest: 512 }, 1679],
  ['rollout', { rows: 16, longest: 512 }, 1266],
  ['rollout', { rows: 16, longest: 2048 }, 1770],
] as const)('%s of %o: near the %d MiB that were measured', (stage, change, measured) => {
  const predicted = torchMemory(small, { ...work, ...change })[stage] / MEBIBYTE;
  expect(Math.abs(predicted / measured - 1)).toBeLessThan(0.15);
});

test('a micro-batch is never smaller than the longest sequence', () => {
  const { update } = torchMemory(small, { ...work, tokens: 1, longest: 2000 });
  expect(update).toBe(torchMemory(small, { ...work, tokens: 2000, longest: 2000 }).update);
});

test('on a GPU a layer keeps its input alone, and a reference policy is in bfloat16', () => {
  const [cpu, gpu] = [torchMemory(small, work), torchMemory(small, { ...work, device: 'cuda' })];
  expect(gpu.update).toBeLessThan(cpu.update);
  const withReference = torchMemory(small, { ...work, device: 'cuda', hasReference: true });
  expect(withReference.update - gpu.update).toBe(2 * 39985664);
});
