// Flags of `allot run`, which `allot reproduce --run` has too.
import type { Command } from 'commander';
import type { ClusterOptions } from './cluster-options.js';
import { wholeNumber } from './options.js';
import { type SettingFlags, withSettingFlags } from './plan-definition.js';

export interface RunFlags extends SettingFlags, ClusterOptions {
  readonly runDir?: string;
  readonly quiet?: boolean;
  readonly allowCommands?: boolean;
}

export const withRunFlags = (command: Command): Command =>
  withSettingFlags(command.option('--run-dir <dir>', 'run folder, new or empty (default: runs/NAME-N)'))
    .option('--nodes <n>', 'nodes of the cluster, for verl (default: 1)', wholeNumber(1))
    .option('--gpus-per-node <n>', 'GPUs of each node, for verl (default: 1)', wholeNumber(1))
    .option(
      '--tensor-parallel <n>',
      'GPUs that share the weights in rollouts, for verl (default: 1)',
      wholeNumber(1),
    )
    .option(
      '--ray-address <url>',
      'job server of the cluster, for verl (default: Ray is started on this machine)',
    )
    .option('--detach', 'submit the job to the cluster and leave it')
    .option('--allow-commands', 'start the programs that the definition names')
    .option('-q, --quiet', 'no progress; warnings, errors and the table only');
