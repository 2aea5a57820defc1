// LC-R1 (arXiv 2506.14755): right answers gain by being shorter than the longest right one.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  microbatch,
  noBudget,
  prompt,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

export const lcR1 = definePreset({
  name: 'lc-r1',
  method: 'LC-R1',
  title: 'LC-R1 on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: { title: 'LC-R1', arxiv: '2506.14755', code: 'zxiangx/LC-R1 at 7a6bd8b' },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: assumed(200, 'not recorded'),
    datasets: standInData('the problems that the paper trains on are not recorded'),
    prompt,
    response: { maxTokens: stated(8192) },
    tiers: noBudget(8192, 8),
    reward: paper(rewards.lcR1(), 'form, accuracy and length'),
    advantage: paper(advantages.drGrpo(), 'the reward less its mean in the group'),
    objective: grpoObjective,
    optimizer: { ...adamwAt(stated(2e-6)), maxGradientNorm: stated(0.1) },
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: assumed(32, 'not recorded'),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(8192),
      temperature: assumed(1, 'not recorded'),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/falls-inside-budget': 'A right answer is measured against the longest right one.',
    'shape/moves-all-wrong-group': 'A wrong answer in form earns more than one without.',
  },
  missing: [
    'A model trims right answers to the part of their thinking that was needed, before they are trained on.',
    'The token that closes the reasoning has an advantage of its own, by how much was trimmed.',
  ],
  unstated: [
    'seed',
    'the training problems',
    'the number of steps',
    'problems a step',
    'sampling temperature',
    'clip range',
  ],
  published: [
    publishedTable('arXiv 2601.03969 (DOT), official README', [
      ['AIME24', 22.9, 8000, 30.0, 15_498],
      ['AIME25', 21.0, 7961, 23.5, 15_604],
      ['AMC', 60.7, 4568, 64.1, 10_316],
      ['MATH500', 81.8, 2362, 84.0, 5483],
      ['average', 46.6, 5723, 50.4, 11_725],
    ]),
  ],
});
