// Whether a run fits a cluster: what is asked of it against what its nodes have.
import type { Diagnostic } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { bytes } from '../cli/numbers.js';
import type { ExaminedCluster, ExaminedNode } from './examine-cluster.js';

export interface ClusterDemand {
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** Least memory of a GPU. */
  readonly gpuBytes: number;
  /** Disk of the checkpoints that are kept. */
  readonly diskBytes: number;
  /** The run's folder. */
  readonly folder: string;
}

/** Everything that stands in the way, the first of each kind. */
export function clusterProblems(demand: ClusterDemand, cluster: ExaminedCluster): readonly Diagnostic[] {
  return [
    ...lackProblems(cluster.nodes, demand),
    ...gpuProblems(demand, cluster),
    ...memoryProblems(demand, cluster.nodes),
    ...diskProblems(demand, cluster.nodes),
  ];
}

const lackCodes = {
  versions: 'cluster/wrong-versions',
  grader: 'cluster/no-grader',
  model: 'cluster/no-model',
} as const;

function lackProblems(nodes: readonly ExaminedNode[], { folder }: ClusterDemand): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const blind = nodes.find(({ lacks }) => lacks.folder !== undefined);
  if (blind) found.push(reportCommand('cluster/folder-not-shared', { node: blind.name, folder }));
  for (const name of ['versions', 'grader', 'model'] as const) {
    const node = nodes.find(({ lacks }) => lacks[name] !== undefined);
    const reason = node?.lacks[name];
    if (node && reason !== undefined) found.push(reportCommand(lackCodes[name], { node: node.name, reason }));
  }
  return found;
}

function gpuProblems(demand: ClusterDemand, { nodes, freeGpus }: ExaminedCluster): readonly Diagnostic[] {
  const { nodes: wanted, gpusPerNode } = demand;
  const there = nodes.map(({ gpus }) => gpus);
  const fitting = there.filter((gpus) => gpus >= gpusPerNode).length;
  const has = there.join(' + ') || '0';
  if (fitting < wanted) return [reportCommand('cluster/too-few-gpus', { wanted, gpusPerNode, has })];
  return freeGpus < wanted * gpusPerNode
    ? [
        reportCommand('cluster/gpus-taken', {
          nodes: wanted,
          gpusPerNode,
          wanted: wanted * gpusPerNode,
          free: freeGpus,
        }),
      ]
    : [];
}

function memoryProblems({ gpuBytes }: ClusterDemand, nodes: readonly ExaminedNode[]): readonly Diagnostic[] {
  for (const { name: node, gpuBytes: there = [] } of nodes) {
    const least = Math.min(...there);
    if (least < gpuBytes)
      return [reportCommand('cluster/gpu-too-small', { node, has: bytes(least), asks: bytes(gpuBytes) })];
  }
  return [];
}

function diskProblems(
  { diskBytes, folder }: ClusterDemand,
  nodes: readonly ExaminedNode[],
): readonly Diagnostic[] {
  const free = Math.min(...nodes.flatMap(({ freeDiskBytes }) => freeDiskBytes ?? []));
  return free < diskBytes
    ? [reportCommand('cluster/disk-full', { folder, free: bytes(free), asks: bytes(diskBytes) })]
    : [];
}
