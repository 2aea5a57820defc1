// Prints what a plan asks of a cluster, beside what the paper of its reward reports.
import type { ResolvedReinforcement } from '@allot/spec';
import type { Cluster } from '../emit/bundle/cluster.js';
import { type ClusterPlan, gpuThroughput } from './cluster-plan.js';
import { printBytes, printDuration, table, whole } from './print-plan.js';
import { publishedRuns } from './published-settings.js';

/** Text without a final newline. */
export function printCluster(
  settings: ResolvedReinforcement,
  { nodes, gpusPerNode }: Cluster,
  plan: ClusterPlan,
): string {
  const { prompts, trajectories, hours, bytes } = plan;
  const rollouts = settings.training.rolloutsPerPrompt;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['steps', whole(settings.steps)],
    ['GPUs', `${plan.gpus} (${nodes} x ${gpusPerNode})`],
    ...(plan.tensorParallel > 1 ? [['rollout engines', enginesOf(plan)] as const] : []),
    ['prompts a step', whole(prompts.step)],
    ['trajectories a step', `${whole(trajectories.step)}: ${rollouts} rollouts a prompt`],
    ['prompts a minibatch', `${whole(prompts.minibatch)}, which verl calls ppo_mini_batch_size`],
    ['trajectories a minibatch', `${whole(trajectories.minibatch)}: ${shareOf(plan)}`],
    ['optimizer steps', whole(plan.optimizerSteps)],
    ['most response tokens', whole(settings.response.maxTokens)],
    ['sampled tokens', `about ${whole(plan.sampledTokens)}, responses at half their cap`],
    ['time', `about ${printDuration(3600 * (hours.sampling + hours.training))}`],
    ['of it sampling', `about ${printDuration(3600 * hours.sampling)}`],
    ['memory of a GPU', `about ${printBytes(bytes.training + bytes.microbatch)} in training`],
    ['in rollouts', `${printBytes(bytes.rollout)} of weights, and the cache`],
  ];
  const published = publishedRuns[settings.reward.name];
  return [
    'Cluster (verl)',
    ...table(
      published
        ? [['', 'this plan', 'the paper'], ...rows.map((row) => [...row, published.rows[row[0]] ?? ''])]
        : rows,
    ),
    `  Times are for GPUs that sustain ${teraflops(gpuThroughput.sampling)} TFLOP/s in sampling and ${teraflops(gpuThroughput.training)} in training, about an H100's.`,
    ...(published ? [`  The paper: ${published.source}.`] : []),
  ].join('\n');
}

const enginesOf = ({ gpus, tensorParallel, rolloutEngines }: ClusterPlan): string =>
  Number.isInteger(rolloutEngines)
    ? `${whole(rolloutEngines)}, of ${tensorParallel} GPUs each`
    : `${gpus} GPUs cannot be shared out to groups of ${tensorParallel}`;

const teraflops = (value: number): string => whole(value / 1e12);

const shareOf = ({ divides, gpus, trajectories: { minibatchOfGpu } }: ClusterPlan): string =>
  divides ? `${whole(minibatchOfGpu)} a GPU` : `cannot be shared out to ${gpus} GPUs`;
