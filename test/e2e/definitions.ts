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
export const tinyYamlWith = (text: string, replacement: string): string =>
  replaced(tinyYaml, text, replacement);

function replaced(yaml: string, text: string, replacement: string): string {
  if (!yaml.includes(text)) throw new Error(`the definition has no ${text}`);
  return yaml.replace(text, replacement);
}

/** With tiers that sample in every way, a cut, and credit of tokens. */
export const plannedYaml = [
  ['promptsPerStep: 2', 'promptsPerStep: 4'],
  ['rolloutsPerPrompt: 4', 'rolloutsPerPrompt: 16'],
  [
    "  - { budget: 6, rollouts: 2, prefill: '[{budget}]' }\n",
    "  - { budget: 6, rollouts: 8, system: '[min]', firstToken: { text: '</think>', probability: 0.5 } }\n",
  ],
  [
    "  - { budget: 12, rollouts: 2, prefill: '[{budget}]' }\n",
    "  - { budget: 12, rollouts: 8, promptSuffix: '[{budget}]', thinkingCap: 6, closing: '=</think>' }\n",
  ],
  [
    'optimizer:\n',
    `cut: { to: '18', when: 'group.count((r) => r.correct) >= 0' }
credit:
  - { tokens: first, multiply: 0.5 }
  - { tokens: answer, add: { expression: 'tokens > 0 ? 0.25 : 0' } }
optimizer:
`,
  ],
].reduce((text, [part = '', replacement = '']) => replaced(text, part, replacement), tinyYaml);

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
