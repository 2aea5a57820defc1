// The cluster that a bundle for verl is made for.

export interface VerlCluster {
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** GPUs that share one copy of the weights when responses are sampled. */
  readonly tensorParallel: number;
}
