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
export const planDefinition = (
  file: string,
  flags: SettingFlags,
  terminal: Terminal,
  download: HostOptions['download'] = 'never',
  told: Set<string> = new Set(),
): Promise<Plan | undefined> =>
  planWith(file, { types: flags.types, overrides: overridesOf(flags) }, terminal, download, told);

interface PlanWith {
  readonly types: boolean;
  readonly overrides: readonly Override[];
}

/** The same with overrides in place of flags. */
export async function planWith(
  file: string,
  { types, overrides }: PlanWith,
  terminal: Terminal,
  download: HostOptions['download'] = 'never',
  told: Set<string> = new Set(),
): Promise<Plan | undefined> {
  const [{ planFile }, { createHost, allotEntry }, { followHub }] = await Promise.all([
    import('@allot/compiler'),
    import('../host.js'),
    import('../progress/hub-progress.js'),
  ]);
  const host = createHost({ download, ...followHub(terminal) });
  const { plan, diagnostics, sources } = await planFile(file, host, {
    types,
    overrides,
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

type NamedFlag = 'steps' | 'seed' | 'engine' | 'device' | 'workers' | 'python' | 'processes' | 'sampler';

/** The setting of each flag that has a name of its own. */
const settingOf: Readonly<Record<NamedFlag, string>> = {
  steps: 'steps',
  seed: 'seed',
  engine: 'engine.name',
  device: 'engine.device',
  workers: 'engine.workers',
  python: 'engine.python',
  processes: 'engine.processes',
  sampler: 'engine.sampler',
};

/** Every flag as an override of one setting, in the order --steps to --sampler, then --set as given. */
export function overridesOf(flags: Omit<SettingFlags, 'types'>): Override[] {
  const named = Object.entries(settingOf) as readonly [NamedFlag, string][];
  return [
    ...named.flatMap(([name, path]) =>
      flags[name] === undefined ? [] : [{ path, text: `${flags[name]}`, flag: `--${name} ${flags[name]}` }],
    ),
    ...(flags.set ?? []).map(({ path, value }) => ({ path, text: value, flag: `--set ${path}=${value}` })),
  ];
}

/** The overrides that a plan was made with, as its origins name them. */
export function overridesIn({ origins }: Pick<Plan, 'origins'>): Override[] {
  const flags = Object.values(origins).flatMap((origin) => (origin.from === 'flag' ? [origin.flag] : []));
  return [...new Set(flags)].flatMap((flag) => {
    const [, name = '', rest = ''] = /^--(\w+) (.*)$/s.exec(flag) ?? [];
    const [, path, text] = /^([^=]*)=(.*)$/s.exec(rest) ?? [];
    if (name === 'set') return path === undefined || text === undefined ? [] : [{ path, text, flag }];
    return name in settingOf ? [{ path: settingOf[name as NamedFlag], text: rest, flag }] : [];
  });
}
