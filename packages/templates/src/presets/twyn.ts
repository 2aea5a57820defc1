// Think When You Need (arXiv 2504.03234): answers are ranked by length, with two virtual siblings.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  noBudget,
  oneEpoch,
  prompt,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

export const twyn = definePreset({
  name: 'twyn',
  method: 'Think When You Need',
  title: 'Think When You Need on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: { title: 'Think When You Need', arxiv: '2504.03234', code: 'lefttt/TWYN at 66711df' },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: oneEpoch(128),
    datasets: standInData("DAPO's problems, which are to be brought as a file"),
    prompt,
    response: { maxTokens: paper(8192, 'a context of 8K') },
    tiers: noBudget(8192, 8),
    reward: paper(rewards.twyn(), 'the pairwise score, in closed form'),
    advantage: paper(advantages.twyn(), 'normalised with the virtual siblings'),
    objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(128),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(8192),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/falls-inside-budget': 'Right answers are ranked by length.',
    'shape/moves-all-wrong-group': 'The virtual siblings count in the mean of the group.',
  },
  unstated: [
    'seed',
    'the number of steps',
    'the text around a problem',
    'minibatches, clip range and loss aggregation',
  ],
  published: [
    publishedTable('arXiv 2504.03234', [
      ['AIME24', 28.0, 4653],
      ['AMC', 63.0, 3358],
      ['MATH500', 85.0, 1480],
      ['Minerva', 27.4, 1581],
      ['Olympiad', 45.6, 3323],
      ['average', 49.8, 2879, 49.4, 4137],
    ]),
  ],
});
