import { expect, test } from 'vitest';
import { type ClusterDemand, clusterProblems } from './cluster-problems.js';
import type { ExaminedCluster, ExaminedNode } from './examine-cluster.js';

const GiB = 2 ** 30;
const demand: ClusterDemand = {
  nodes: 2,
  gpusPerNode: 4,
  gpuBytes: 30 * GiB,
  diskBytes: 100 * GiB,
  folder: '/shared/run/verl',
};
const node: ExaminedNode = {
  name: 'one',
  gpus: 4,
  lacks: {},
  gpuBytes: [80 * GiB, 80 * GiB, 80 * GiB, 80 * GiB],
  freeDiskBytes: 500 * GiB,
};
const fitting: ExaminedCluster = { ray: '2.60.0', freeGpus: 8, nodes: [node, { ...node, name: 'two' }] };
const codes = (cluster: ExaminedCluster): readonly string[] =>
  clusterProblems(demand, cluster).map(({ code }) => code);

test('a cluster that fits has no problems', () => {
  expect(codes(fitting)).toEqual([]);
});

test.each<readonly [string, Partial<ExaminedCluster>]>([
  ['cluster/too-few-gpus', { nodes: [node, { ...node, gpus: 2 }] }],
  // verl wants them on as many nodes as were asked for.
  ['cluster/too-few-gpus', { nodes: [{ ...node, gpus: 8 }] }],
  ['cluster/gpus-taken', { freeGpus: 7 }],
  ['cluster/gpu-too-small', { nodes: [node, { ...node, gpuBytes: [80 * GiB, 24 * GiB] }] }],
  ['cluster/disk-full', { nodes: [node, { ...node, freeDiskBytes: GiB }] }],
  ['cluster/folder-not-shared', { nodes: [node, { name: 'b', gpus: 4, lacks: { folder: '/x' } }] }],
  [
    'cluster/wrong-versions',
    { nodes: [node, { ...node, lacks: { versions: 'verl 0.9.1 is not installed' } }] },
  ],
  ['cluster/no-grader', { nodes: [{ ...node, lacks: { grader: 'no' } }, node] }],
  ['cluster/no-model', { nodes: [{ ...node, lacks: { model: 'no' } }, node] }],
])('%s', (code, change) => {
  expect(codes({ ...fitting, ...change })).toEqual([code]);
});

test('GPUs that are missing are told with the flags that ask for them', () => {
  const few = clusterProblems(demand, { ...fitting, nodes: [node] });
  const taken = clusterProblems(demand, { ...fitting, freeGpus: 7 });
  for (const problems of [few, taken]) expect(problems[0]?.message).toContain('--nodes 2 --gpus-per-node 4');
});

test('a node that cannot tell the memory of its GPUs is taken at its word', () => {
  const { gpuBytes: _, ...silent } = node;
  expect(codes({ ...fitting, nodes: [silent, silent] })).toEqual([]);
});

test('the first node that lacks something is named, with what is wrong there', () => {
  const nodes = ['a', 'b'].map((name) => ({ ...node, name, lacks: { grader: `${name} has none` } }));
  expect(clusterProblems(demand, { ...fitting, nodes }).map(({ message }) => message)).toEqual([
    'The node a has no grader: a has none.',
  ]);
});
