// The torch engine's kernels of a rollout give what plain PyTorch does; a GPU is not needed, Triton interprets them.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerFolder } from '@allot/runtime';
import { describe, expect, test } from 'vitest';
import { findMissing, python } from '../parity/python.js';

const missing = findMissing('triton') ?? findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the kernels of a rollout: ${missing}`);

interface Found {
  readonly caches: readonly { number: string; written: boolean; distance: number; same_alone: boolean }[];
  readonly tokens: readonly { temperature: number; possible: boolean; score: number; outside: number }[];
  readonly rollouts: { readonly same: boolean; readonly distance: number };
}

describe.skipIf(missing !== undefined)('the kernels of a rollout', () => {
  const run = (): Found => {
    const checks = fileURLToPath(new URL('decode-kernel-checks.py', import.meta.url));
    const env = { ...process.env, PYTHONPATH: workerFolder(), OMP_NUM_THREADS: '1' };
    return JSON.parse(execFileSync(python, [checks], { env, encoding: 'utf8' })) as Found;
  };

  test('each row writes its place and reads its own cache; tokens follow their distribution; rollouts are the same', () => {
    const { caches, tokens, rollouts } = run();
    expect(caches).toHaveLength(5);
    for (const one of caches) {
      expect(one).toMatchObject({ written: true, same_alone: true });
      expect(one.distance).toBeLessThan(one.number === 'torch.float32' ? 1e-6 : 1e-3);
    }
    expect(rollouts.same).toBe(true);
    expect(rollouts.distance).toBeLessThan(1e-5);
    expect(tokens).toHaveLength(12);
    for (const one of tokens) {
      expect(one.possible).toBe(true);
      expect(one.score).toBeLessThan(1e-5);
      expect(one.outside).toBeLessThan(one.temperature === 0 ? 1 : 1e-5);
    }
  });
});
