// Trains the embedded base policy from scratch on demonstrations that overthink; models/tiny-base is its last checkpoint.
// Environment, response and budgets are those of quickstart.ts: the policy must meet there what it learned here.
import {
  adamw,
  arithmetic,
  arithmeticDemonstrations,
  defineSupervised,
  schedule,
  shakyScratchpad,
} from 'allot';

export default defineSupervised({
  name: 'tiny-base',
  description:
    'The base policy: arithmetic demonstrations that re-check finished work whatever the difficulty',
  seed: 1,
  steps: 3000,
  policy: {
    architecture: {
      hiddenSize: 64,
      intermediateSize: 176,
      layers: 3,
      heads: 4,
      keyValueHeads: 4,
      maxPositions: 128,
    },
    tokenizer: 'allot:arithmetic',
  },
  datasets: { test: arithmetic({ split: 'test', problems: 2048 }) },
  demonstrations: arithmeticDemonstrations({
    checksPerStep: [0.2, 0.3, 0.25, 0.25],
    tokens: [56, 92],
    hastyShare: 0.12,
    budgetedShare: 0.5,
    // Like the models people start from, it does not obey a stated budget; training has to teach that.
    obedientShare: 0,
    budgets: [12, 24, 48, 60],
  }),
  environment: shakyScratchpad({ slipRate: 0.04 }),
  response: { maxTokens: 96 },
  optimizer: adamw({
    learningRate: 3e-3,
    beta2: 0.99,
    maxGradientNorm: 1,
    schedule: schedule.linear({ warmupSteps: 50, decayFrom: 0.5 }),
  }),
  training: { sequencesPerStep: 64, tokensPerMicrobatch: 768 },
  evaluation: {
    dataset: 'test',
    everySteps: 750,
    problemsWhileTraining: 512,
    modes: ['natural', 'efficient'],
    difficulty: { easy: [1, 2], medium: [3, 5], hard: [6, 8] },
  },
  checkpoints: { everySteps: 750, keep: 2 },
});
