// TLMRE (arXiv 2502.04463): right answers are discounted by their length among the right ones, with RLOO.
import { advantages } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  noBudget,
  scripted,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper, type Sourced, type StatedSettings } from './stated.js';

const tlmrePaper = {
  title: 'Training Language Models to Reason Efficiently',
  arxiv: '2502.04463',
  code: 'Zanette-Labs/efficient-reasoning at e3611e4',
} as const;

const settings = (alpha: Sourced<number>): StatedSettings => ({
  seed,
  steps: paper(100, '3,200 prompts, 32 a step'),
  datasets: standInData('which problems the 3,200 prompts are is not recorded'),
  prompt: {
    template: assumed('chat', 'the model is a chat model'),
    user: paper(
      '{problem} Please reason step by step, and put your final answer within \\boxed{}.',
      'its prompt',
    ),
  },
  response: { maxTokens: stated(32_000) },
  tiers: noBudget(32_000, 8),
  reward: { template: paper('tlmre', 'its reward'), parameters: { alpha } },
  advantage: paper(advantages.rloo(), 'RLOO'),
  objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
  optimizer: adamwAt(stated(5e-6)),
  training: {
    dataset: paper('train', '3,200 prompts'),
    promptsPerStep: paper(32, 'the rollout batch'),
    promptsPerMinibatch: paper(16, 'a training batch of 128 responses'),
    rolloutsPerPrompt: stated(8),
    tokensPerMicrobatch: microbatch(32_000),
    temperature: assumed(1, 'not recorded'),
    topP,
  },
  evaluation,
  checkpoints,
});

const unstated = [
  'seed',
  'the training problems',
  'sampling temperature',
  'where the divergence enters',
  'clip range and loss aggregation',
];

export const tlmre = definePreset({
  name: 'tlmre',
  method: 'TLMRE',
  title: 'TLMRE on DeepSeek-R1-Distill-Qwen-1.5B, with the alpha of its script, 0.1',
  paper: tlmrePaper,
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: settings(scripted(0.1)),
  allow: {
    'shape/collapse-risk': 'Right answers are ranked by length: accuracy alone holds against it.',
  },
  unstated,
  published: [
    publishedTable('arXiv 2505.13417 (AdaptThink), alpha not recorded', [
      ['GSM8K', 80.7, 863],
      ['MATH500', 85.0, 3007],
      ['AIME24', 29.2, 8982],
    ]),
  ],
});

export const tlmreStrong = definePreset({
  name: 'tlmre-strong',
  method: 'TLMRE',
  title: 'TLMRE on DeepSeek-R1-Distill-Qwen-1.5B, with the greatest alpha that it tries, 0.4',
  paper: tlmrePaper,
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: settings(paper(0.4, 'one of 0.05, 0.1, 0.2 and 0.4')),
  allow: {
    'shape/collapse-risk': 'Right answers are ranked by length: accuracy alone holds against it.',
  },
  unstated,
  published: [
    publishedTable('arXiv 2507.15844 (HBPO), main results', [
      ['GSM8K', 74.6, 221, 82.3, 1111],
      ['MATH500', 69.8, 1835, 81.6, 4696],
      ['Olympiad', 35.8, 4838, 42.3, 10_225],
      ['AIME25', 17.8, 9753, 18.9, 15_651],
      ['average', 49.5, 4162, 56.3, 7921],
    ]),
  ],
});
