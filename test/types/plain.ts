// The quickstart's definition as plain data of the declared type.
import type { PipelineDefinition } from '@allot/spec';

const pipeline: PipelineDefinition = {
  name: 'quickstart',
  seed: 1,
  steps: 150,
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: { kind: 'arithmetic', split: 'train', problems: 4096 },
    test: { kind: 'arithmetic', split: 'test', problems: 2048 },
  },
  environment: { kind: 'shaky-scratchpad', slipRate: 0.04 },
  response: { maxTokens: 96 },
  tiers: [12, 24, 48, 60].map((budget) => ({ budget, rollouts: 4, prefill: '[{budget}]' })),
  reward: { template: 'hbpo', parameters: { beta: 4 } },
  advantage: { template: 'hbpo' },
  optimizer: { kind: 'adamw', learningRate: 3e-4, maxGradientNorm: 1 },
  training: { dataset: 'train', promptsPerStep: 16, rolloutsPerPrompt: 16 },
  evaluation: {
    dataset: 'test',
    modes: ['natural', 'efficient'],
    difficulty: { easy: [1, 2], hard: [6, 8] },
  },
};

export default pipeline;
