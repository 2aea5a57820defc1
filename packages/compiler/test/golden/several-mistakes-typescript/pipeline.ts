import { adamw, arithmetic, definePipeline, rewards, tiers } from 'allot';

const budgets = [24, 12];
const training = { dataset: 'train', promptsPerStep: 10, rolloutsPerPrompt: 7, promptsPerMinibatch: 4 } as const;

export default definePipeline({
  name: 'mistakes',
  steps: 100,
  policy: { model: 'allot:tiny-base' },
  datasets: { train: arithmetic({ split: 'train', operations: [8, 1] }), test: arithmetic({ split: 'test' }) },
  response: { maxTokens: 64, reasoningClose: '</thinking>' },
  tiers: tiers(budgets, { rolloutsPerTier: 4, prefill: '[{budget}]' }),
  reward: rewards.hbpo({ beta: -1 }),
  optimizer: adamw({ learningRate: 0.5 }),
  training,
  evaluation: { dataset: 'test', difficulty: { hard: [8, 6] } },
});
