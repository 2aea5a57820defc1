// Small definitions for tests of the command: a policy with new weights, a few problems, two steps.

export const tinyYaml = `name: tiny
steps: 2
policy:
  architecture: { hiddenSize: 16, intermediateSize: 32, layers: 1, heads: 2, keyValueHeads: 2, maxPositions: 64 }
  tokenizer: allot:arithmetic
datasets:
  train: { kind: arithmetic, split: train, problems: 64, operations: [1, 2] }
  test: { kind: arithmetic, split: test, problems: 16, operations: [1, 2] }
response:
  maxTokens: 24
tiers:
  - { budget: 6, rollouts: 2, prefill: '[{budget}]' }
  - { budget: 12, rollouts: 2, prefill: '[{budget}]' }
reward:
  template: hbpo
advantage:
  template: hbpo
optimizer:
  kind: adamw
  learningRate: 1.0e-3
training:
  dataset: train
  promptsPerStep: 2
  rolloutsPerPrompt: 4
evaluation:
  dataset: test
  modes: [natural, efficient]
  difficulty: { easy: [1, 1], hard: [2, 2] }
checkpoints:
  everySteps: 1
engine:
  workers: 1
`;

/** The YAML definition with one text in it replaced; the text must be there. */
export function tinyYamlWith(text: string, replacement: string): string {
  if (!tinyYaml.includes(text)) throw new Error(`the definition has no ${text}`);
  return tinyYaml.replace(text, replacement);
}

export const tinyTypescript = `import { adamw, advantages, arithmetic, definePipeline, rewards, tiers } from 'allot';

export default definePipeline({
  name: 'tiny',
  steps: 2,
  policy: {
    architecture: { hiddenSize: 16, intermediateSize: 32, layers: 1, heads: 2, keyValueHeads: 2, maxPositions: 64 },
    tokenizer: 'allot:arithmetic',
  },
  datasets: {
    train: arithmetic({ split: 'train', problems: 64, operations: [1, 2] }),
    test: arithmetic({ split: 'test', problems: 16, operations: [1, 2] }),
  },
  response: { maxTokens: 24 },
  tiers: tiers([6, 12], { rolloutsPerTier: 2, prefill: '[{budget}]' }),
  reward: rewards.hbpo(),
  advantage: advantages.hbpo(),
  optimizer: adamw({ learningRate: 1e-3 }),
  training: { dataset: 'train', promptsPerStep: 2, rolloutsPerPrompt: 4 },
  evaluation: {
    dataset: 'test',
    modes: ['natural', 'efficient'],
    difficulty: { easy: [1, 1], hard: [2, 2] },
  },
  checkpoints: { everySteps: 1 },
  engine: { workers: 1 },
});
`;
