// Flags that have stages run by another engine than the plan says.
import type { EngineChoice } from '@allot/runtime';
import type { Origin, Plan } from '@allot/spec';
import type { Command } from 'commander';
import { oneOf, wholeNumber } from './options.js';

export interface EngineFlags {
  readonly engine?: 'onnx' | 'torch';
  readonly device?: 'cpu' | 'webgpu' | 'cuda';
  readonly workers?: number;
  readonly python?: string;
  readonly processes?: number;
  readonly sampler?: 'own' | 'vllm';
}

export const withEngineFlags = (command: Command): Command =>
  command
    .option(
      '--engine <name>',
      'onnx or torch, instead of what the run was started with',
      oneOf('onnx', 'torch'),
    )
    .option('--device <name>', 'cpu, webgpu or cuda', oneOf('cpu', 'webgpu', 'cuda'))
    .option('--workers <n>', 'worker threads of the onnx engine; results do not depend on it', wholeNumber(1))
    .option('--python <path>', 'Python of the torch engine')
    .option('--processes <n>', 'processes of the torch engine, one a GPU', wholeNumber(1))
    .option('--sampler <name>', 'own or vllm: what samples on the torch engine', oneOf('own', 'vllm'));

export function engineChoice(flags: EngineFlags): EngineChoice {
  const { engine, device, workers, python, processes, sampler } = flags;
  return {
    ...(engine !== undefined && { name: engine }),
    ...(device !== undefined && { device }),
    ...(workers !== undefined && { workers }),
    ...(python !== undefined && { python }),
    ...(processes !== undefined && { processes }),
    ...(sampler !== undefined && { sampler }),
  };
}

/** The flags that were given, as they are written. */
export const engineFlagNames = (flags: EngineFlags): readonly string[] =>
  Object.keys(engineChoice(flags)).map((name) => (name === 'name' ? '--engine' : `--${name}`));

/** The plan whose origins name the flags that choose its engine. */
export function withFlags(plan: Plan, flags: EngineFlags): Plan {
  const given = Object.entries(engineChoice(flags)).map(([name, value]): [string, Origin] => [
    `engine.${name}`,
    { from: 'flag', flag: `--${name === 'name' ? 'engine' : name} ${value}` },
  ]);
  return { ...plan, origins: { ...plan.origins, ...Object.fromEntries(given) } };
}
