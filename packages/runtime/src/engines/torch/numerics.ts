// What decides the last bits of the torch engine.
import type { Numerics } from '@allot/spec';
import type { EngineOptions } from '../../engine.js';
import type { Hello } from './messages.js';

type Options = Pick<EngineOptions, 'device' | 'processes' | 'deterministic' | 'sampler'>;

/** Undefined where bits differ from run to run: on a GPU without `deterministic`, or with vLLM. */
export function torchNumerics(hello: Hello, options: Options): Numerics | undefined {
  const { device, processes = 1, deterministic = false, sampler } = options;
  const { versions, devices, threads, capability } = hello;
  if (sampler === 'vllm' || (device !== 'cpu' && !deterministic)) return undefined;
  const common = { torch: versions.torch, transformers: versions.transformers, processes: String(processes) };
  if (device === 'cpu') {
    return {
      ...common,
      ...(threads !== undefined && { threads: String(threads) }),
      ...(capability !== undefined && { processor: capability }),
    };
  }
  const gpus = devices.filter(({ name }) => name === 'cuda').slice(0, processes);
  return {
    ...common,
    ...(versions.cuda !== undefined && { cuda: versions.cuda }),
    ...(versions.triton !== undefined && { triton: versions.triton }),
    ...(versions['liger-kernel'] !== undefined && { liger: versions['liger-kernel'] }),
    gpu: [...new Set(gpus.map(({ model = 'unknown' }) => model))].join(', '),
  };
}
