// Options of runs on a cluster, and where they are out of place.
import type { Diagnostic } from '@allot/spec';
import { reportCommand } from '../catalog.js';

export interface ClusterOptions {
  readonly nodes?: number;
  readonly gpusPerNode?: number;
  readonly tensorParallel?: number;
  readonly rayAddress?: string;
  readonly detach?: boolean;
}

/** What is wrong with them for a run on this engine. */
export function misusedOptions(options: ClusterOptions, engine: string): Diagnostic | undefined {
  const given = [
    ...(options.nodes === undefined ? [] : ['--nodes']),
    ...(options.gpusPerNode === undefined ? [] : ['--gpus-per-node']),
    ...(options.tensorParallel === undefined ? [] : ['--tensor-parallel']),
    ...(options.rayAddress === undefined ? [] : ['--ray-address']),
    ...(options.detach ? ['--detach'] : []),
  ];
  if (engine !== 'verl')
    return given.length > 0
      ? reportCommand('cluster/flag-without-cluster', { flags: given.join(', '), engine })
      : undefined;
  const { rayAddress: address, nodes = 1 } = options;
  if (address === undefined && nodes > 1) return reportCommand('cluster/needs-address', { nodes });
  return address === undefined || isHttp(address)
    ? undefined
    : reportCommand('cluster/bad-address', { address });
}

function isHttp(address: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
