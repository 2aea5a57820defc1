// What a plan asks of a cluster: how batches are shared out to its GPUs, and roughly how long and how much.
import { countAdapterParameters, countDecoderFlops, parseDecoderConfig } from '@allot/graph';
import type { ResolvedReinforcement } from '@allot/spec';
import type { Cluster } from '../emit/bundle/cluster.js';

export interface ClusterPlan {
  readonly gpus: number;
  /** GPUs that share the weights in rollouts, and groups of them that sample at the same time. */
  readonly tensorParallel: number;
  readonly rolloutEngines: number;
  /** Of a step, and of one optimizer step. */
  readonly prompts: { readonly step: number; readonly minibatch: number };
  readonly trajectories: {
    readonly step: number;
    readonly minibatch: number;
    readonly minibatchOfGpu: number;
  };
  /** Whether every GPU gets equally many trajectories of a minibatch. */
  readonly divides: boolean;
  readonly optimizerSteps: number;
  /** Sampled tokens of training, if responses are half as long as they may be. */
  readonly sampledTokens: number;
  readonly hours: { readonly sampling: number; readonly training: number };
  /** Of one GPU, without the cache of keys and values, which takes what is left. */
  readonly bytes: { readonly training: number; readonly rollout: number; readonly microbatch: number };
}

/**
 * Useful floating-point operations a second of one GPU, about those of an H100 in bfloat16: sampling many sequences at
 * once, and training. Rough: they only serve the estimate of hours.
 */
export const gpuThroughput = { sampling: 4e13, training: 3e14 } as const;

/** Weights, gradient and two moments in float32, shared out to all GPUs (FSDP). */
const TRAINING_BYTES = 16;
/** Weights in float32 that an adapter leaves as they are. */
const FROZEN_BYTES = 4;
/** Weights of the rollout engine in bfloat16, whole in every group of GPUs that shares them. */
const ROLLOUT_BYTES = 2;
/** Share of its cap that a response takes on average. */
const USUAL_SHARE = 0.5;

/** Longest prompt is in tokens. The definition has passed the rules. */
export function planCluster(
  settings: ResolvedReinforcement,
  { nodes, gpusPerNode, tensorParallel }: Cluster,
  longestPrompt: number,
): ClusterPlan {
  const { config } = parseDecoderConfig(settings.policy.config);
  if (!config) throw new Error('the plan holds a config that the compiler does not know');
  const { training, tiers, steps, objective } = settings;
  const gpus = nodes * gpusPerNode;
  const { promptsPerStep, promptsPerMinibatch, rolloutsPerPrompt, tokensPerMicrobatch } = training;
  const minibatch = promptsPerMinibatch * rolloutsPerPrompt;
  const longest = longestPrompt + settings.response.maxTokens;
  const caps = tiers.reduce((sum, { cap, rollouts }) => sum + cap * rollouts, 0);
  const sampled = steps * promptsPerStep * caps * USUAL_SHARE;
  const prompts = steps * promptsPerStep * rolloutsPerPrompt * longestPrompt;
  const { forwardFlopsPerToken, parameters } = countDecoderFlops(config, { tokens: 1, context: longest / 2 });
  const { lora } = settings.policy;
  const trainedBytes = lora
    ? FROZEN_BYTES * parameters + TRAINING_BYTES * countAdapterParameters(config, lora)
    : TRAINING_BYTES * parameters;
  const recomputes = objective.oldLogProbabilities === 'recomputed' || settings.response.prefillInLoss;
  const passes = 3 + (recomputes ? 1 : 0) + (objective.kl ? 1 : 0);
  const microbatch = Math.max(tokensPerMicrobatch, longest);
  const hours = (tokens: number, times: number, throughput: number): number =>
    (tokens * times * forwardFlopsPerToken) / (throughput * gpus * 3600);
  return {
    gpus,
    tensorParallel,
    rolloutEngines: gpus / tensorParallel,
    prompts: { step: promptsPerStep, minibatch: promptsPerMinibatch },
    trajectories: { step: promptsPerStep * rolloutsPerPrompt, minibatch, minibatchOfGpu: minibatch / gpus },
    divides: minibatch % gpus === 0,
    optimizerSteps: steps * Math.ceil(promptsPerStep / promptsPerMinibatch),
    sampledTokens: sampled,
    hours: {
      sampling: hours(sampled, 1, gpuThroughput.sampling),
      training: hours(sampled + prompts, passes, gpuThroughput.training),
    },
    bytes: {
      training: trainedBytes / gpus,
      rollout: (ROLLOUT_BYTES * parameters) / tensorParallel,
      // Layers keep their inputs in bfloat16; the logits and their gradient stand in float32.
      microbatch: microbatch * (2 * config.layers * config.hiddenSize + 8 * config.vocabSize),
    },
  };
}
