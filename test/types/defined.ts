// The quickstart's definition, written with the define functions.
import { adamw, arithmetic, definePipeline, shakyScratchpad, tiers } from '@allot/spec';

export default definePipeline({
  name: 'quickstart',
  seed: 1,
  steps: 150,
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: arithmetic({ split: 'train', problems: 4096 }),
    test: arithmetic({ split: 'test', problems: 2048 }),
  },
  environment: shakyScratchpad({ slipRate: 0.04 }),
  response: { maxTokens: 96 },
  tiers: tiers([12, 24, 48, 60], { rolloutsPerTier: 4, prefill: '[{budget}]' }),
  reward: { template: 'hbpo', parameters: { beta: 4 } },
  advantage: { template: 'hbpo' },
  optimizer: adamw({ learningRate: 3e-4, maxGradientNorm: 1 }),
  training: { dataset: 'train', promptsPerStep: 16, rolloutsPerPrompt: 16 },
  evaluation: {
    dataset: 'test',
    modes: ['natural', 'efficient'],
    difficulty: { easy: [1, 2], hard: [6, 8] },
  },
});
