// JET (arXiv 2509.23392): right answers gain from the longest of them to the shortest.
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

export const jet = definePreset({
  name: 'jet',
  method: 'JET',
  title: 'JET on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: {
    title: 'Just-Enough Thinking',
    arxiv: '2509.23392',
    code: 'JinyiHan99/Just-Enough-Think at 89cf33e',
  },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: stated(100),
    datasets: standInData('the problems that the paper trains on are not recorded'),
    prompt,
    response: { maxTokens: stated(10_000) },
    tiers: noBudget(10_000, 12),
    reward: paper(rewards.jet({ alpha: 1.2, delta: 0.05 }), 'its reward'),
    advantage: paper(advantages.grpo(), 'as DAPO'),
    objective: {
      ...grpoObjective,
      clipLow: stated(0.2),
      clipHigh: stated(0.28),
      aggregation: paper('token-mean', 'as DAPO'),
    },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: paper(128, 'the batch of rollouts'),
      promptsPerMinibatch: stated(64),
      rolloutsPerPrompt: stated(12),
      tokensPerMicrobatch: microbatch(10_000),
      temperature: paper(1, 'the configuration of the released code has 0.6'),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/falls-inside-budget': 'Right answers are ranked by length.',
    'shape/moves-all-wrong-group': 'A wrong answer in form earns more than one without.',
  },
  missing: [
    'Of the 12 rollouts 3 are whole and 9 are beginnings of them, cut at a quarter, a half and three quarters and closed with a cue; here all are whole.',
  ],
  unstated: [
    'seed',
    'the training problems',
    'the text around a problem',
    'whether groups are sampled anew, as DAPO does',
    'over what its average of 2,710 tokens is taken: its five benchmarks have 3,462',
  ],
  published: [
    publishedTable('arXiv 2509.23392', [
      ['GSM8K', 83.8, 605],
      ['MATH500', 83.0, 2072],
      ['AIME24', 32.0, 6641],
      ['AMC', 66.1, 3872],
      ['Olympiad', 51.6, 4121],
      ['average', 63.3, 2710, 58.9, 4765],
    ]),
  ],
});
