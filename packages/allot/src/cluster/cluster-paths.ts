// Where the files of a run on a cluster lie: the bundle, what verl writes, and what is known of the job.
import { join, resolve } from 'node:path';

/** Name of a launch in files: 001, 002, ... */
export const launchName = (launch: number): string => String(launch).padStart(3, '0');

/** Absolute, for nodes of the cluster read them too. */
export function clusterPaths(runDirectory: string) {
  const run = resolve(runDirectory);
  const verl = join(run, 'verl');
  return {
    bundle: join(run, 'bundle'),
    experiment: join(run, 'bundle', 'allot_bundle', 'experiment.json'),
    job: join(run, 'job.json'),
    verl,
    token: join(verl, 'token'),
    ray: join(verl, 'ray.json'),
    rayLog: join(verl, 'logs', 'ray.log'),
    log: (launch: number) => join(verl, 'logs', `${launchName(launch)}.log`),
    metrics: (launch: number) => join(verl, 'metrics', `${launchName(launch)}.jsonl`),
    rollouts: (step: number) => join(verl, 'rollouts', `${step}.jsonl`),
    evaluation: (step: number) => join(verl, 'evaluations', `${step}.jsonl`),
    newestCheckpoint: join(verl, 'checkpoints', 'latest_checkpointed_iteration.txt'),
  } as const;
}

export type ClusterPaths = ReturnType<typeof clusterPaths>;
