// ShorterBetter (arXiv 2504.21370): every token away from the shortest right answer costs.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  deepscalerData,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  noBudget,
  prompt,
  seed,
  stated,
  stepsOf,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { paper } from './stated.js';

export const shorterbetter = definePreset({
  name: 'shorterbetter',
  method: 'ShorterBetter',
  title: 'ShorterBetter on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: {
    title: 'ShorterBetter: Guiding Reasoning Models to Find Optimal Inference Length for Efficient Reasoning',
    arxiv: '2504.21370',
    code: 'JingyangYi/ShorterBetter at 6399366',
  },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: stepsOf(3, 128),
    datasets: deepscalerData(),
    prompt,
    response: { maxTokens: stated(6000) },
    tiers: noBudget(6000, 8),
    reward: paper(
      rewards.shorterbetter({ alpha: 2, beta: 0.001 }),
      'its reward; the mean for a group without a right answer is the code',
    ),
    advantage: paper(advantages.grpo(), 'GRPO'),
    objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: paper('train', 'the DeepScaleR data'),
      promptsPerStep: stated(128),
      promptsPerMinibatch: stated(16),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(6000),
      temperature: stated(0.9),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/collapse-risk': 'The aim is the shortest right answer.',
    'shape/wrong-beats-right':
      'A right answer that is far longer than the shortest can earn less than a wrong one.',
    'shape/moves-all-wrong-group': 'Wrong answers pay for their length too.',
  },
  unstated: ['seed', 'the text around a problem', 'clip range and loss aggregation'],
  published: [
    publishedTable('arXiv 2603.08000 (SmartThinker)', [
      ['MATH500', 71.0, 1008],
      ['AIME25', 19.0, 3727],
      ['AMC', 66.9, 2246],
    ]),
  ],
});
