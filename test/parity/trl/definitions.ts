// Definitions that are compiled to TRL: HBPO as in the paper and as released, GRPO, DAPO, GSPO, a shape of a user's.
import { stringify } from 'yaml';

const base = {
  steps: 2,
  policy: { model: 'allot:tiny-base' },
  datasets: { train: { kind: 'arithmetic', split: 'train', problems: 16, operations: [3, 8] } },
  response: { maxTokens: 64 },
  // Large, so that the second step's ratios leave the clip range.
  optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.1, maxGradientNorm: 0.5 },
  training: {
    dataset: 'train',
    promptsPerStep: 2,
    rolloutsPerPrompt: 6,
    tokensPerMicrobatch: 320,
    temperature: 1.2,
  },
  engine: { name: 'trl' },
} as const;

const tiers = [
  { budget: 6, rollouts: 2, prefill: '[{budget}]' },
  { budget: 12, rollouts: 2, prefill: '[{budget}]' },
  { budget: 24, rollouts: 2, prefill: '[{budget}]', cap: 40 },
];
const oneTier = [{ budget: 24, rollouts: 6, prefill: '[{budget}]' }];
const twoUpdates = { ...base.training, promptsPerMinibatch: 1 };

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
    training: twoUpdates,
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
    training: twoUpdates,
    objective: { clipHigh: 0.2, kl: { coefficient: 0.04 }, oldLogProbabilities: 'recomputed' },
  },
  dapo: {
    ...base,
    tiers: oneTier,
    reward: { template: 'dapo-overlong' },
    advantage: { template: 'grpo' },
    training: twoUpdates,
    objective: { aggregation: 'token-mean', maskTruncated: true, oldLogProbabilities: 'recomputed' },
  },
  gspo: {
    ...base,
    tiers: oneTier,
    reward: { template: 'classic' },
    advantage: { template: 'grpo' },
    training: twoUpdates,
    objective: {
      ratioLevel: 'sequence',
      clipLow: 0.003,
      clipHigh: 0.004,
      oldLogProbabilities: 'recomputed',
    },
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
            'correct && tokens <= group.quantile((r) => r.tokens, 0.5, { where: (r) => r.correct, empty: 64 }) ? 0.5 : 0',
        },
      },
    },
    advantage: {
      expression:
        '(reward - tier.mean((r) => r.reward, { empty: 0 })) / (batch.std((r) => r.reward, { empty: 1 }) + 1e-6) + 0.1 * progress',
    },
    optimizer: {
      ...base.optimizer,
      schedule: { kind: 'cosine', warmupSteps: 1, decayFrom: 0.5, floor: 0.1 },
    },
    objective: { aggregation: 'seq-mean-token-sum-norm' },
  },
  sums: {
    ...base,
    response: { maxTokens: 96 },
    tiers: oneTier,
    reward: { template: 'classic' },
    advantage: { template: 'grpo' },
    training: twoUpdates,
    objective: { aggregation: 'seq-mean-token-sum', maskTruncated: true, oldLogProbabilities: 'recomputed' },
    optimizer: { ...base.optimizer, schedule: { kind: 'linear', warmupSteps: 2 } },
  },
} as const;

export type DefinitionName = keyof typeof defined;
export const definitionNames = Object.keys(defined) as DefinitionName[];

/** The text of a definition. */
export const definitionText = (name: DefinitionName): string =>
  stringify({ name: `trl-${name}`, ...defined[name] });
