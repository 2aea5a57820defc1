// HBPO on the embedded task: four budget tiers teach a small reasoner how long to think.
import { adamw, advantages, arithmetic, definePipeline, rewards, shakyScratchpad, tiers } from 'allot';

export default definePipeline({
  name: 'quickstart',
  description: 'HBPO on arithmetic with a shaky scratchpad',
  seed: 1,
  steps: 200,
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: arithmetic({ split: 'train', problems: 4096 }),
    test: arithmetic({ split: 'test', problems: 2048 }),
  },
  environment: shakyScratchpad({ slipRate: 0.04 }),
  response: { maxTokens: 96 },
  tiers: tiers([12, 24, 48, 60], { rolloutsPerTier: 4, prefill: '[{budget}]' }),
  reward: rewards.hbpo({ beta: 4 }),
  advantage: advantages.hbpo(),
  objective: { clipLow: 0.2, clipHigh: 0.28, aggregation: 'seq-mean-token-mean' },
  optimizer: adamw({ learningRate: 3e-4, maxGradientNorm: 1 }),
  training: { dataset: 'train', promptsPerStep: 16, rolloutsPerPrompt: 16, tokensPerMicrobatch: 1024 },
  evaluation: {
    dataset: 'test',
    everySteps: 50,
    problemsWhileTraining: 512,
    modes: ['natural', 'efficient'],
    difficulty: { easy: [1, 2], medium: [3, 5], hard: [6, 8] },
  },
  checkpoints: { everySteps: 25 },
  allow: {
    'shape/right-falls-below-wrong': 'It is so in the paper; lengths stay far below these.',
    'shape/moves-all-wrong-group':
      "It is the paper's intra-tier term (Algorithm 1), and part of what is tried out.",
  },
});
