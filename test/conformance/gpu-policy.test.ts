// What the torch engine's policy on a GPU is made of, on the CPU: weights in bfloat16 beside float32 ones, and what gives way where memory is short.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decoderParameters } from '@allot/graph';
import { workerFolder } from '@allot/runtime';
import { writeModelFolder } from '@allot/store';
import { afterAll, describe, expect, test } from 'vitest';
import { findMissing, python } from '../parity/python.js';
import { initialState, smallDecoder } from './emit-engine.js';
import { huggingFaceConfig, torchManifest } from './torch-engine.js';

const model = mkdtempSync(join(tmpdir(), 'allot-gpu-policy-'));
afterAll(() => rmSync(model, { recursive: true }));

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: the torch engine's policy on a GPU: ${missing}`);

describe.skipIf(missing !== undefined)('a policy on a GPU', () => {
  test('sums in float32 what it computes in bfloat16, and gives up layers, caches and tokens in this order', async () => {
    const config = huggingFaceConfig(smallDecoder);
    const { parameters } = initialState(smallDecoder, 1);
    await writeModelFolder(model, {
      config,
      layout: decoderParameters(smallDecoder),
      parameters,
      extras: {},
    });
    const checks = fileURLToPath(new URL('gpu-policy-checks.py', import.meta.url));
    const env = {
      ...process.env,
      PYTHONPATH: workerFolder(),
      PYTHONDONTWRITEBYTECODE: '1',
      OMP_NUM_THREADS: '1',
    };
    const layout = torchManifest(smallDecoder, { kind: 'supervised' }).parameters;
    const input = JSON.stringify({ model, parameters: layout });
    const found = JSON.parse(
      execFileSync(python, [checks], { env, encoding: 'utf8', input, stdio: 'pipe' }),
    ) as Readonly<Record<string, unknown>>;
    expect(found.compared).toBeLessThan(0.02);
    expect(found).toMatchObject({
      summed: { float32: true, more: true, moved: true },
      changed: { names: true, tied: true, other: true, rounded: true, finer: true, in_place: true },
      interrupted: true,
      given_up: [
        [true, true, 31],
        [false, true, 31],
        [false, false, 31],
        [false, false, 12],
        [false, false, 12],
        [20, 12],
      ],
      kept: { enough: true, less: false, unused: true, used: false, beside_gradient: true, given_up: false },
      not_installed: true,
      fused: [[true, { cross_entropy: false, fused_linear_cross_entropy: false }], [false]],
      strict: [false, true],
      lenient: [true, true, true],
      scored: { refused: expect.stringContaining('one sequence of 12 tokens') },
    });
    const { far, asked } = found.scored as { readonly far: number; readonly asked: readonly boolean[] };
    expect(far).toBeLessThan(1e-5);
    // Room is asked for before each halving, and found once.
    expect(asked.slice(0, 2)).toEqual([true, false]);
    expect(asked.slice(1)).not.toContain(true);
  });
});
