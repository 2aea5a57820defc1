import { adamw, arithmetic, definePipeline, rewards, tiers } from 'allot';

export default definePipeline({
  name: 'types',
  steps: 100,
  policy: { model: 'allot:tiny-base' },
  datasets: { train: arithmetic({ split: 'train' }) },
  response: { maxTokens: 64 },
  tiers: tiers([18, 36], { rolloutsPerTier: 2, prefill: '[{budget}]' }),
  reward: rewards.hbpo(),
  optimizer: adamw({ learningRate: 3e-4 }),
  training: { dataset: 'trian', promptsPerStep: 4, rolloutsPerPrompt: 4, promtsPerMinibatch: 2 },
});

export const unrelated: number = 'text';
