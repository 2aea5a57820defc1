// Flags that say which machines a bundle is made for.
import type { Command } from 'commander';
import { wholeNumber } from './options.js';

export interface ClusterFlags {
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly tensorParallel: number;
}

export const withClusterFlags = (command: Command): Command =>
  command
    .option('--nodes <n>', 'nodes of the cluster, for verl', wholeNumber(1), 1)
    .option('--gpus-per-node <n>', 'GPUs of each node, for verl and TRL', wholeNumber(1), 1)
    .option('--tensor-parallel <n>', 'GPUs that share the weights in rollouts, for verl', wholeNumber(1), 1);
