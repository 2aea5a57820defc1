// The same graphs on WebGPU: a GPU emulated in software (SwiftShader) agrees with the CPU, gradients included.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Diagnostic } from '@allot/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emitEngine, initialState, smallDecoder } from './emit-engine.js';

const { env } = process;
const driver = env.VK_ICD_FILENAMES ?? '/usr/lib/chromium/vk_swiftshader_icd.json';
const folder = mkdtempSync(join(tmpdir(), 'allot-webgpu-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface DeviceRun {
  readonly diagnostics?: readonly Diagnostic[];
  readonly tokens: readonly (readonly number[])[];
  readonly logProbabilities: readonly (readonly number[])[];
  readonly result: { readonly loss: number; readonly gradientNorm: number };
  readonly parameters: readonly number[];
  readonly firstMoment: readonly number[];
}

const everyTerm = {
  kind: 'policy-gradient',
  ratioLevel: 'sequence',
  dualClip: true,
  entropyBonus: true,
  referenceKl: 'k3',
  klCov: true,
} as const;

describe.each([
  ['a clipped surrogate', { kind: 'policy-gradient' }, {}],
  ['every term of the loss', everyTerm, { dualClip: 1.5, entropyBonus: 0.1, klCoefficient: 0.5 }],
] as const)('webgpu: %s', (_, objective, terms) => {
  beforeAll(() => {
    const manifest = emitEngine(folder, smallDecoder, objective);
    const requests = Array.from({ length: 6 }, (_, index) => ({
      prompt: Array.from({ length: 2 + (index % 4) }, (_unused, at) => (at * 3 + index) % 20),
      prefill: index % 2 === 0 ? [] : [17, 18],
      maxNewTokens: 6,
      random: { seed: 3, address: [1, index] },
    }));
    const job = {
      folder,
      manifest,
      parameters: Array.from(initialState(smallDecoder, 1).parameters),
      requests,
      options: { temperature: 1, topP: 1, stopTokens: [22] },
      update: {
        objective: 'policy-gradient',
        tokensPerMicrobatch: 64,
        temperature: 1,
        clipLow: 0.2,
        clipHigh: 0.2,
        ...terms,
        optimizer: {
          learningRate: 1e-3,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0,
          maxGradientNorm: 0,
        },
      },
    };
    writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
  });

  test('rollout, log-probabilities and update agree with the CPU', async (context) => {
    if (!existsSync(driver))
      return context.skip('no software GPU: `apt-get install chromium` brings SwiftShader');
    const [cpu, gpu] = [await runOn('cpu', ''), await runOn('webgpu', driver)];
    expect(gpu.diagnostics).toBeUndefined();
    expect(gpu.tokens).toEqual(cpu.tokens);
    expect(largestDifference(gpu.logProbabilities.flat(), cpu.logProbabilities.flat())).toBeLessThan(1e-4);
    expect(Math.abs(gpu.result.loss - cpu.result.loss)).toBeLessThan(1e-4);
    expect(Math.abs(gpu.result.gradientNorm / cpu.result.gradientNorm - 1)).toBeLessThan(1e-4);
    // After one step from zero the first moment is (1 - beta1) times the gradient.
    const scale = Math.max(...cpu.firstMoment.map(Math.abs));
    expect(scale).toBeGreaterThan(0);
    expect(largestDifference(gpu.firstMoment, cpu.firstMoment) / scale).toBeLessThan(1e-4);
  });

  test('a device that is not there is a diagnostic', async () => {
    const { diagnostics } = await runOn('webgpu', '/nonexistent.json');
    expect(diagnostics).toMatchObject([{ code: 'engine/device-unavailable', path: 'engine.device' }]);
    expect(diagnostics?.[0]?.help).toContain('device: cpu');
  });
});

async function runOn(device: string, vulkan: string): Promise<DeviceRun> {
  const child = fileURLToPath(new URL('./run-device.mjs', import.meta.url));
  const libraries = [dirname(driver), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const variables = {
    ...env,
    VK_ICD_FILENAMES: vulkan,
    VK_DRIVER_FILES: vulkan,
    LD_LIBRARY_PATH: libraries,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [child, join(folder, 'job.json'), device], {
    env: variables,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as DeviceRun;
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length);
  return a.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (b[index] ?? Number.NaN))),
    0,
  );
}
