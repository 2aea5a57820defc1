// SmartThinker (arXiv 2603.08000): lengths past a calibrated best one cost, never more than a right answer is worth.
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

export const smartthinker = definePreset({
  name: 'smartthinker',
  method: 'SmartThinker',
  title: 'SmartThinker on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: { title: 'SmartThinker', arxiv: '2603.08000', code: 'SJTU-RTEAS/SmartThinker at e64d877' },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: stated(150),
    datasets: standInData('the problems that the paper trains on are not recorded'),
    prompt,
    response: { maxTokens: paper(8000, 'the context of training') },
    tiers: noBudget(8000, 8),
    reward: paper(rewards.smartthinker(), 'its reward'),
    advantage: paper(advantages.grpo(), 'GRPO'),
    objective: { ...grpoObjective, aggregation: stated('token-mean') },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(64),
      promptsPerMinibatch: stated(16),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(8000),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/falls-inside-budget': 'Tokens past the best length cost.',
  },
  unstated: ['seed', 'the training problems', 'the text around a problem', 'clip range'],
  published: [
    publishedTable('arXiv 2603.08000, by secondary notes', [
      ['MATH500', 84.5, 2645],
      ['AIME25', 25.0, 8431],
      ['AMC', 76.3, 4421],
    ]),
  ],
});
