// The machines that a bundle is made for.

export interface Cluster {
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** GPUs that share one copy of the weights when responses are sampled. */
  readonly tensorParallel: number;
}
