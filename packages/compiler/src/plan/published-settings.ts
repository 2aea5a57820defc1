// What papers report of the runs that a reward comes from, to stand beside a plan.

export interface PublishedRun {
  readonly source: string;
  /** By the names of the rows that a cluster's plan prints. */
  readonly rows: Readonly<Record<string, string>>;
}

const hbpo: PublishedRun = {
  source: 'arXiv 2507.15844 and its released script',
  rows: {
    steps: '629',
    GPUs: '4',
    'prompts a step': '64',
    'trajectories a step': '1,024',
    'prompts a minibatch': '16',
    'optimizer steps': '2,516',
    'most response tokens': '4,096',
    time: 'not reported',
  },
};

/** By template of the reward. */
export const publishedRuns: Readonly<Record<string, PublishedRun>> = { hbpo, 'hbpo-released': hbpo };
