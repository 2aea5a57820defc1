// The first half of plan, compile and run: from a definition file and flags to a plan, with what is wrong told.
import type { Override } from '@allot/compiler';
import type { Diagnostic, Plan } from '@allot/spec';
import type { Command } from 'commander';
import type { HostOptions } from '../host.js';
import { tell } from './diagnostics.js';
import { assignment, collect, oneOf, wholeNumber } from './options.js';
import type { Terminal } from './terminal.js';

/** Flags that change settings; the plan names them as origin. */
export interface SettingFlags {
  readonly types: boolean;
  readonly engine?: string;
  readonly device?: string;
  readonly workers?: number;
  readonly python?: string;
  readonly processes?: number;
  readonly sampler?: 'own' | 'vllm';
  readonly steps?: number;
  readonly seed?: number;
  readonly set?: readonly { readonly path: string; readonly value: string }[];
}

/** Declares the setting flags on a command. */
export const withSettingFlags = (command: Command): Command =>
  command
    .option('--steps <n>', 'training steps, instead of what the definition says', wholeNumber(1))
    .option('--seed <n>', 'seed of the run', wholeNumber(0))
    .option('--engine <name>', 'onnx, torch, verl or trl', oneOf('onnx', 'torch', 'verl', 'trl'))
    .option('--device <name>', 'cpu, webgpu or cuda', oneOf('cpu', 'webgpu', 'cuda'))
    .option('--workers <n>', 'worker threads of the onnx engine', wholeNumber(1))
    .option('--python <path>', 'Python of the torch engine')
    .option('--processes <n>', 'processes of the torch engine, one a GPU', wholeNumber(1))
    .option('--sampler <name>', 'own or vllm: what samples on the torch engine', oneOf('own', 'vllm'))
    .option(
      '--set <path=value>',
      'change any setting, for instance optimizer.learningRate=1e-4',
      collect(assignment),
    )
    .option('--no-types', "skip TypeScript's type checking");

/**
 * Plans a definition; diagnostics go to stderr, and without a plan the command has failed. Datasets of the hub are
 * downloaded where the caller says so. What `told` holds is not told again; what is told is added to it.
 */
export async function planDefinition(
  file: string,
  flags: SettingFlags,
  terminal: Terminal,
  download: HostOptions['download'] = 'never',
  told: Set<string> = new Set(),
): Promise<Plan | undefined> {
  const [{ planFile }, { createHost, allotEntry }, { followDownloads }] = await Promise.all([
    import('@allot/compiler'),
    import('../host.js'),
    import('../progress/download-progress.js'),
  ]);
  const host = createHost({ download, onProgress: followDownloads(terminal) });
  const { plan, diagnostics, sources } = await planFile(file, host, {
    types: flags.types,
    overrides: overridesOf(flags),
    allotEntry,
  });
  // Notes are for `allot check`.
  const problems = diagnostics.filter(
    (one) => one.severity !== 'info' && (one.severity === 'error' || !told.has(nameOf(one))),
  );
  for (const problem of problems) told.add(nameOf(problem));
  await tell(terminal, problems, sources);
  return plan;
}

const nameOf = ({ code, path = '', message }: Diagnostic): string => `${code} ${path} ${message}`;

/** Every flag as an override of one setting, in the order --steps to --sampler, then --set as given. */
export function overridesOf(flags: SettingFlags): Override[] {
  const named: readonly (readonly [string, string, string | number | undefined])[] = [
    ['steps', '--steps', flags.steps],
    ['seed', '--seed', flags.seed],
    ['engine.name', '--engine', flags.engine],
    ['engine.device', '--device', flags.device],
    ['engine.workers', '--workers', flags.workers],
    ['engine.python', '--python', flags.python],
    ['engine.processes', '--processes', flags.processes],
    ['engine.sampler', '--sampler', flags.sampler],
  ];
  return [
    ...named.flatMap(([path, flag, value]) =>
      value === undefined ? [] : [{ path, text: `${value}`, flag: `${flag} ${value}` }],
    ),
    ...(flags.set ?? []).map(({ path, value }) => ({ path, text: value, flag: `--set ${path}=${value}` })),
  ];
}
