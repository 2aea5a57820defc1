// Definitions that are compiled to verl: HBPO as in the paper and as released, GRPO, DAPO, GSPO with an adapter, a shape of a user's.
import { stringify } from 'yaml';

const base = {
  steps: 20,
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: { kind: 'arithmetic', split: 'train', problems: 16 },
    test: { kind: 'arithmetic', split: 'test', problems: 8 },
  },
  response: { maxTokens: 96 },
  optimizer: { kind: 'adamw', learningRate: 3e-4, weightDecay: 0.1, maxGradientNorm: 0.5 },
  training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 6 },
  evaluation: { dataset: 'test', modes: ['natural', 'efficient'] },
  engine: { name: 'verl' },
} as const;

const tiers = [
  { budget: 12, rollouts: 2, prefill: '[{budget}]' },
  { budget: 24, rollouts: 2, prefill: '[{budget}]' },
  { budget: 48, rollouts: 2, prefill: '[{budget}]', cap: 64 },
];
const oneTier = [{ budget: 96, rollouts: 6 }];

const defined = {
  'hbpo-paper': {
    ...base,
    tiers,
    reward: { template: 'hbpo', parameters: { beta: 4 } },
    advantage: { template: 'hbpo' },
  },
  'hbpo-released': {
    ...base,
    tiers,
    response: { ...base.response, prefillInLength: true, prefillInLoss: true },
    reward: { template: 'hbpo-released' },
    advantage: { template: 'hbpo-released' },
    objective: {
      aggregation: 'token-mean',
      dualClip: 3,
      kl: { coefficient: 0.001 },
      oldLogProbabilities: 'recomputed',
    },
  },
  grpo: {
    ...base,
    tiers: oneTier,
    reward: { template: 'classic' },
    advantage: { template: 'grpo' },
    objective: { clipHigh: 0.2, kl: { coefficient: 0.04 } },
  },
  dapo: {
    ...base,
    tiers: oneTier,
    reward: { template: 'dapo-overlong' },
    advantage: { template: 'grpo' },
    objective: {
      aggregation: 'token-mean',
      maskTruncated: true,
      groups: { drop: ['all-correct', 'all-wrong'], refill: { mostRounds: 4 } },
    },
  },
  gspo: {
    ...base,
    policy: { ...base.policy, lora: { rank: 8, alpha: 16, targets: ['q_proj', 'v_proj'] } },
    tiers: oneTier,
    reward: { template: 'classic' },
    advantage: { template: 'grpo' },
    objective: { ratioLevel: 'sequence', clipLow: 0.003, clipHigh: 0.004, entropyBonus: 0 },
  },
  user: {
    ...base,
    tiers,
    reward: {
      sum: {
        right: { expression: 'correct ? 1 : 0' },
        style: {
          expression:
            '(formatted ? 0.1 : 0) - 0.1 * repetition + 0.01 * meanLogProbability - 0.01 * minLogProbability + (truncated ? 0.2 : 0) + 0.001 * answerTokens + 0.1 * mode - 0.001 * thinkingTokens + 0.001 * step',
        },
        short: {
          expression:
            'correct && tokens <= group.quantile((r) => r.tokens, 0.5, { where: (r) => r.correct, empty: 96 }) ? 0.5 : 0',
        },
      },
    },
    advantage: {
      expression:
        '(reward - tier.mean((r) => r.reward, { empty: 0 })) / (batch.std((r) => r.reward, { empty: 1 }) + 1e-6) + 0.1 * progress',
    },
    objective: { kind: 'cispo', aggregation: 'seq-mean-token-sum-norm' },
  },
} as const;

export type DefinitionName = keyof typeof defined;
export const definitionNames = Object.keys(defined) as DefinitionName[];

/** The text of a definition. */
export const definitionText = (name: DefinitionName): string =>
  stringify({ name: `verl-${name}`, ...defined[name] });
