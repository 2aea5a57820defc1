// What HBPO's own settings ask of 4 GPUs, with the size of R1-Distill-Qwen-1.5B.
import type { ResolvedReinforcement } from '@allot/spec';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { baseReinforcement, overlay } from '../testing/base-definitions.js';
import { planText } from '../testing/check-text.js';
import { planCluster } from './cluster-plan.js';
import { printCluster } from './print-cluster.js';

const qwen = {
  model_type: 'qwen2',
  architectures: ['Qwen2ForCausalLM'],
  hidden_size: 1536,
  intermediate_size: 8960,
  num_hidden_layers: 28,
  num_attention_heads: 12,
  num_key_value_heads: 2,
  vocab_size: 151936,
  max_position_embeddings: 131072,
  rms_norm_eps: 1e-6,
  rope_theta: 10000,
  hidden_act: 'silu',
  tie_word_embeddings: false,
};

async function paper(): Promise<ResolvedReinforcement> {
  const { plan, diagnostics } = await planText(stringify(overlay(baseReinforcement, {})));
  if (plan?.settings.kind !== 'reinforcement') throw new Error(JSON.stringify(diagnostics));
  const { settings } = plan;
  const [tier] = settings.tiers;
  return {
    ...settings,
    steps: 629,
    policy: { ...settings.policy, config: qwen },
    response: { ...settings.response, maxTokens: 4096 },
    tiers: [512, 1024, 2048, 2560].map((budget) => ({
      ...(tier as (typeof settings.tiers)[number]),
      budget,
      rollouts: 4,
      cap: 4096,
    })),
    training: {
      ...settings.training,
      promptsPerStep: 64,
      promptsPerMinibatch: 16,
      rolloutsPerPrompt: 16,
      tokensPerMicrobatch: 16384,
    },
  };
}

test('batches in prompts and in trajectories, the work and the memory', async () => {
  const plan = planCluster(await paper(), { nodes: 1, gpusPerNode: 4, tensorParallel: 1 }, 1024);
  expect(plan).toMatchObject({
    gpus: 4,
    prompts: { step: 64, minibatch: 16 },
    trajectories: { step: 1024, minibatch: 256, minibatchOfGpu: 64 },
    divides: true,
    optimizerSteps: 2516,
    sampledTokens: (629 * 64 * 16 * 4096) / 2,
  });
  // 1.78 billion parameters: 16 bytes of each on 4 GPUs, and 2 on every one.
  expect(plan.bytes.training / 1e9).toBeCloseTo(7.1, 0);
  expect(plan.bytes.rollout / 1e9).toBeCloseTo(3.55, 1);
  expect(plan.hours.sampling + plan.hours.training).toBeGreaterThan(3);
  expect(plan.hours.sampling + plan.hours.training).toBeLessThan(48);
});

test.each([1, 2, 4, 8, 16])('%i GPUs share what one would do', async (gpusPerNode) => {
  const settings = await paper();
  const one = planCluster(settings, { nodes: 1, gpusPerNode: 1, tensorParallel: 1 }, 1024);
  const many = planCluster(settings, { nodes: 1, gpusPerNode, tensorParallel: 1 }, 1024);
  expect(many.hours.training * gpusPerNode).toBeCloseTo(one.hours.training, 9);
  expect(many.divides).toBe(true);
});

test('GPUs that share the weights hold a part each, and sample together', async () => {
  const settings = await paper();
  const plan = planCluster(settings, { nodes: 2, gpusPerNode: 4, tensorParallel: 2 }, 1024);
  const alone = planCluster(settings, { nodes: 2, gpusPerNode: 4, tensorParallel: 1 }, 1024);
  expect(plan).toMatchObject({ gpus: 8, tensorParallel: 2, rolloutEngines: 4 });
  expect(plan.bytes.rollout * 2).toBe(alone.bytes.rollout);
  expect(plan.bytes.training).toBe(alone.bytes.training);
  expect(printCluster(settings, { nodes: 2, gpusPerNode: 4, tensorParallel: 2 }, plan)).toMatch(
    /rollout engines +4, of 2 GPUs each/,
  );
});

test('as people read it, beside what the paper reports', async () => {
  const settings = await paper();
  const cluster = { nodes: 1, gpusPerNode: 4, tensorParallel: 1 };
  expect(printCluster(settings, cluster, planCluster(settings, cluster, 1024))).toMatchInlineSnapshot(`
    "Cluster (verl)
                                this plan                                         the paper
      steps                     629                                               629
      GPUs                      4 (1 x 4)                                         4
      prompts a step            64                                                64
      trajectories a step       1,024: 16 rollouts a prompt                       1,024
      prompts a minibatch       16, which verl calls ppo_mini_batch_size          16
      trajectories a minibatch  256: 64 a GPU
      optimizer steps           2,516                                             2,516
      most response tokens      4,096                                             4,096
      sampled tokens            about 1,319,108,608, responses at half their cap
      time                      about 13 h                                        not reported
      of it sampling            about 8.1 h
      memory of a GPU           about 26.5 GiB in training
      in rollouts               3.31 GiB of weights, and the cache
      Times are for GPUs that sustain 40 TFLOP/s in sampling and 300 in training, about an H100's.
      The paper: arXiv 2507.15844 and its released script."
  `);
  const three = { nodes: 1, gpusPerNode: 3, tensorParallel: 1 };
  expect(printCluster(settings, three, planCluster(settings, three, 1024))).toContain(
    'cannot be shared out to 3 GPUs',
  );
});
