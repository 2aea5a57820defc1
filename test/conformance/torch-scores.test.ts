// Log-probabilities and entropies of the torch engine, and their gradients: plain PyTorch, and the kernels of a GPU in Triton's interpreter.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { torchEngineOpener, workerFolder } from '@allot/runtime';
import type { Diagnostic } from '@allot/spec';
import { afterAll, describe, expect, test } from 'vitest';
import { findMissing, python } from '../parity/python.js';
import { smallDecoder } from './emit-engine.js';
import { torchManifest } from './torch-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-scores-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Errors {
  readonly scores: number;
  readonly gradient: number;
}
type Found = Readonly<Record<'float32' | 'bfloat16', Errors>>;

const run = (what: 'plain' | 'kernels', more: Readonly<Record<string, string>> = {}) => {
  const file = fileURLToPath(new URL('score-checks.py', import.meta.url));
  const env = { ...process.env, PYTHONPATH: workerFolder(), PYTHONDONTWRITEBYTECODE: '1', ...more };
  return JSON.parse(execFileSync(python, [file, what], { env, encoding: 'utf8', stdio: 'pipe' })) as unknown;
};

/** Numbers in bfloat16 have 8 bits: the last one is a 256th. */
function expectSmall({ float32, bfloat16 }: Found): void {
  expect(float32.scores).toBeLessThan(1e-5);
  expect(float32.gradient).toBeLessThan(2e-5);
  expect(bfloat16.scores).toBeLessThan(1e-5);
  expect(bfloat16.gradient).toBeLessThan(1 / 128);
}

const noTorch = findMissing('torch');
const noTriton = findMissing('triton');
for (const missing of [noTorch, noTriton])
  if (missing !== undefined) console.warn(`skipped: scores of the torch engine: ${missing}`);

describe.skipIf(noTorch !== undefined)('scores in plain PyTorch', () => {
  test('are those of float64, with gradients that are derivatives, for what needs one alone', () => {
    const found = run('plain') as Found & {
      readonly half: Readonly<Record<'one' | 'many', number>>;
    };
    expectSmall(found);
    expect(found).toMatchObject({ is_derivative: true, frozen: [true, true, true, true], plain: true });
    expect(Math.max(found.half.one, found.half.many)).toBeLessThan(0.02);
  });
});

describe.skipIf(noTorch !== undefined || noTriton !== undefined)('the kernels', () => {
  test("give the scores and gradients of float64 in Triton's interpreter, for vocabularies that no block divides", () => {
    const found = run('kernels', { TRITON_INTERPRET: '1' }) as Found;
    expectSmall(found);
    expect(Object.keys(found)).toEqual(['float32', 'bfloat16']);
  });
});

test.each([
  ['a warning says', 0, ['engine/no-kernels']],
  ['nothing is said', 1, []],
] as const)('where kernels run or not on a GPU: %s', async (_, kernels, codes) => {
  const warnings: Diagnostic[] = [];
  const versions = { python: '', torch: '', transformers: '' };
  const open = torchEngineOpener(async () => ({
    hello: { protocol: 1, versions, devices: [{ name: 'cpu' }, { name: 'cuda', free: 1e11, total: 1e11 }] },
    call: async () => ({ kernels }),
    close: async () => undefined,
  }));
  const [engine] = await open({
    folder,
    manifest: torchManifest(smallDecoder, { kind: 'supervised' }),
    device: 'cuda',
    workers: 1,
    state: { policy: folder, optimizerStep: 0 },
    onWarning: (one) => warnings.push(one),
  });
  await engine?.close();
  expect(warnings.map(({ code }) => code)).toEqual(codes);
});
