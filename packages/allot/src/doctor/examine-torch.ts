// What the torch engine's Python has: torch, transformers, GPUs.
import { tmpdir } from 'node:os';
import { bytes } from '../cli/numbers.js';
import type { HealthCheck } from '../documents/doctor-document.js';

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
      {
        name: 'vllm',
        status: 'ok',
        found:
          versions.vllm ??
          'not installed; the torch engine samples by itself (allot setup torch --vllm adds it)',
      },
      gpus.length === 0
        ? { name: 'cuda', status: 'ok', found: 'torch sees no GPU; the torch engine runs on the CPU' }
        : {
            name: 'cuda',
            status: 'ok',
            found: gpus
              .map(
                ({ model = '', free = 0, total = 0 }) => `${model}, ${bytes(free)} free of ${bytes(total)}`,
              )
              .join('; '),
          },
    ];
  } catch (error) {
    const reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    const help = 'Only the torch engine needs it: `allot setup torch` makes its environment.';
    const status = named === undefined ? 'ok' : 'error';
    return [{ name: 'torch', status, found: `not set up: ${reason}`, help }];
  }
}
