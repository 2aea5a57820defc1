// AdaptThink (arXiv 2505.13417): half of the rollouts answer at once, and do so more often where it costs no accuracy.
import { rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  deepscalerData,
  evaluation,
  grpoObjective,
  microbatch,
  prompt,
  seed,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

export const adaptthink = definePreset({
  name: 'adaptthink',
  method: 'AdaptThink',
  title: 'AdaptThink on DeepSeek-R1-Distill-Qwen-1.5B: thinks only where it must',
  paper: {
    title: 'AdaptThink: Reasoning Models Can Learn When to Think',
    arxiv: '2505.13417',
    code: 'THU-KEG/AdaptThink at 84cf948',
  },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: paper(314, 'one epoch'),
    datasets: deepscalerData('gsm8k'),
    prompt,
    response: { maxTokens: paper(16_384, 'a context of 16K') },
    tiers: paper(
      [
        {
          name: 'answers',
          budget: 4096,
          rollouts: 8,
          cap: 4096,
          firstToken: { text: '</think>', probability: 0.5 },
        },
        { name: 'thinks', budget: 16_384, rollouts: 8, firstToken: { text: 'Alright', probability: 0.5 } },
      ],
      'half of the rollouts begin with each token; answers without thinking have up to 4,096 tokens',
    ),
    reward: paper(rewards.classic(), '1 for a right answer, else 0'),
    advantage: {
      template: paper('adaptthink', 'its objective'),
      parameters: {
        delta: stated(0.05),
        reference: assumed(
          0.5,
          'a stand-in: measure the share of right answers of the base with allot pilot, and set it',
        ),
      },
    },
    objective: { ...grpoObjective, clipLow: stated(0.2), clipHigh: stated(0.2) },
    optimizer: adamwAt(stated(2e-6)),
    training: {
      dataset: paper('train', 'the DeepScaleR data'),
      promptsPerStep: stated(128),
      rolloutsPerPrompt: stated(16),
      tokensPerMicrobatch: microbatch(16_384),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  missing: [
    "A response is held against the base's mean reward on its own problem, of 16 samples; here against one number for all problems.",
  ],
  refusedBy: { verl: 'verl/not-expressible', trl: 'trl/not-expressible' },
  allow: {
    'shape/moves-all-wrong-group': 'No group is compared: a wrong answer is held against the base.',
  },
  unstated: ['seed', 'the text around a problem', 'minibatches and loss aggregation'],
  published: [
    publishedTable('arXiv 2507.15844 (HBPO), main results', [
      ['GSM8K', 85.0, 816, 82.3, 1111],
      ['MATH500', 79.6, 1220, 81.6, 4696],
      ['Olympiad', 42.9, 2501, 42.3, 10_225],
      ['AIME25', 18.9, 6813, 18.9, 15_651],
      ['average', 56.6, 2838, 56.3, 7921],
    ]),
    publishedTable('arXiv 2505.13417', [
      ['GSM8K', 83.1, 480],
      ['MATH500', 82.0, 1782],
      ['AIME24', 31.0, 6679],
    ]),
  ],
});
