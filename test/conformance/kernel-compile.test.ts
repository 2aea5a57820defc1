// The torch engine's kernels compile for an NVIDIA GPU, once for a model however its rollouts and updates go on; no GPU is needed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workerFolder } from '@allot/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import { findMissing, python } from '../parity/python.js';

const cache = mkdtempSync(join(tmpdir(), 'allot-triton-'));
afterAll(() => rmSync(cache, { recursive: true }));

const missing = findMissing('triton') ?? findMissing('liger_kernel');
if (missing !== undefined) console.warn(`skipped: compilation of the torch engine's kernels: ${missing}`);

interface Found {
  readonly of_one: Readonly<Record<string, number>>;
  readonly of_liger: Readonly<Record<string, number>>;
  readonly forms: Readonly<Record<string, readonly number[]>>;
}

describe.skipIf(missing !== undefined)("the torch engine's kernels", () => {
  test('compile for the shapes of models, and no more often than these differ', () => {
    const program = fileURLToPath(new URL('kernel-compile.py', import.meta.url));
    const env = { ...process.env, PYTHONPATH: workerFolder(), TRITON_CACHE_DIR: cache };
    const printed = execFileSync(python, [program], { env, encoding: 'utf8', stdio: 'pipe' });
    const { of_one, of_liger, forms } = JSON.parse(printed) as Found;
    const once = { put_row: 1, attend_chunk: 1, join_chunks: 1, choose_token: 1 };
    expect(of_one).toEqual({ ...once, score_row: 1, differentiate_row: 1 });
    // Norms of two sizes; of rotary angles, rows that 16 divides and others.
    expect(of_liger).toEqual({ _rms_norm_forward_kernel: 2, _swiglu_forward_kernel: 1, _triton_rope: 2 });
    const counts = Object.entries(forms).map(([name, sizes]) => [name, sizes.length]);
    // By head size; by head size and group; by head size and chunks of the caches; greedy and not.
    expect(Object.fromEntries(counts)).toEqual({
      put_row: 3,
      attend_chunk: 4,
      join_chunks: 12,
      choose_token: 2,
      score_row: 1,
      differentiate_row: 1,
    });
    expect(Math.min(...Object.values(forms).flat())).toBeGreaterThan(1000);
  });
});
