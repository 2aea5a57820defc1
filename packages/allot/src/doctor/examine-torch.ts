// What the torch engine's Python has: torch, transformers, GPUs and what their kernels need.
import { tmpdir } from 'node:os';
import type { Hello, WorkerDevice } from '@allot/runtime';
import { bytes } from '../cli/numbers.js';
import type { HealthCheck } from '../documents/doctor-document.js';

/** A line for each GPU. */
export const checkGpus = (gpus: readonly WorkerDevice[]): readonly HealthCheck[] =>
  gpus.length === 0
    ? [{ name: 'cuda', status: 'ok', found: 'torch sees no GPU; the torch engine runs on the CPU' }]
    : gpus.map(({ model = '', free = 0, total = 0 }, index) => ({
        name: gpus.length === 1 ? 'cuda' : `cuda:${index}`,
        status: 'ok',
        found: `${model}, ${bytes(free)} free of ${bytes(total)}`,
      }));

/** What kernels of GPUs are written in; nobody else needs it. */
export function checkKernels({
  versions: { triton, 'liger-kernel': liger },
  devices,
}: Pick<Hello, 'versions' | 'devices'>): readonly HealthCheck[] {
  if (devices.every(({ name }) => name !== 'cuda')) return [];
  const missing = 'not installed; layers run without fused kernels on a GPU (`allot setup torch` adds it)';
  return [
    triton === undefined
      ? {
          name: 'triton',
          status: 'ok',
          found: 'missing; plain PyTorch does the work of kernels',
          help: setUp,
        }
      : { name: 'triton', status: 'ok', found: triton },
    { name: 'liger-kernel', status: 'ok', found: liger ?? missing },
  ];
}

/** Starts the worker and asks; nobody but the torch engine needs it, so that its absence is no warning. */
export async function examineTorch(named?: string): Promise<readonly HealthCheck[]> {
  const { choosePython, startWorker } = await import('@allot/runtime');
  const python = choosePython(named);
  try {
    const { hello, close } = await startWorker(python, tmpdir());
    await close();
    const { versions, devices } = hello;
    const gpus = devices.filter(({ name }) => name === 'cuda');
    return [
      {
        name: 'torch',
        status: 'ok',
        found: `${versions.torch}, transformers ${versions.transformers}, Python ${versions.python}`,
      },
      versions.peft === undefined
        ? { name: 'peft', status: 'ok', found: 'missing; only `policy.lora` needs it', help: setUp }
        : { name: 'peft', status: 'ok', found: versions.peft },
      {
        name: 'vllm',
        status: 'ok',
        found:
          versions.vllm ??
          'not installed; the torch engine samples by itself (allot setup torch --vllm adds it)',
      },
      ...checkGpus(gpus),
      ...checkKernels(hello),
    ];
  } catch (error) {
    const reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    const help = `Only the torch engine needs it. ${setUp}`;
    const status = named === undefined ? 'ok' : 'error';
    return [{ name: 'torch', status, found: `not set up: ${reason}`, help }];
  }
}

const setUp = '`allot setup torch` makes an environment that has everything.';
