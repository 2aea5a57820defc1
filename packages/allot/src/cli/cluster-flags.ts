// Flags that say which machines a bundle is made for.
import type { Diagnostic } from '@allot/spec';
import type { Command } from 'commander';
import { reportCommand } from '../catalog.js';
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

/** What is wrong with cluster flags that were given for an engine without a cluster. */
export function strayClusterFlags(command: Command, engine: string): Diagnostic | undefined {
  if (engine === 'verl' || engine === 'trl') return undefined;
  const given = (['nodes', 'gpusPerNode', 'tensorParallel'] as const).filter(
    (flag) => command.getOptionValueSource(flag) === 'cli',
  );
  const names = { nodes: '--nodes', gpusPerNode: '--gpus-per-node', tensorParallel: '--tensor-parallel' };
  return given.length === 0
    ? undefined
    : reportCommand('cluster/flag-without-cluster', {
        flags: given.map((flag) => names[flag]).join(', '),
        engine,
      });
}
