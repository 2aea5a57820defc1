// A-DLP (arXiv 2505.18298): a price of every token that follows the accuracy of the batch.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  noBudget,
  prompt,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset } from './preset.js';
import { assumed, paper } from './stated.js';

export const aDlp = definePreset({
  name: 'a-dlp',
  method: 'A-DLP',
  title: 'A-DLP on DeepScaleR-1.5B-Preview: a token costs more while accuracy is above its reference',
  paper: { title: 'Adaptive Direct Length Penalty', arxiv: '2505.18298', code: 'JinyanSu1/A-DLP at afbc411' },
  base: 'DeepScaleR-1.5B-Preview',
  settings: {
    seed,
    steps: assumed(200, 'not recorded'),
    datasets: standInData('the problems that the paper trains on are not recorded'),
    prompt,
    response: { maxTokens: paper(8192, 'the context of training') },
    tiers: noBudget(8192, 4),
    reward: paper(rewards.aDlp({ price: 1e-3, rate: 1e-3, accuracy: 0.62 }), 'its reward and controller'),
    advantage: assumed(advantages.grpo(), 'not recorded'),
    objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(64),
      rolloutsPerPrompt: stated(4),
      tokensPerMicrobatch: microbatch(8192),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/collapse-risk': 'Every token has its price.',
    'shape/wrong-beats-right': 'At its first price a long right answer earns less than a short wrong one.',
    'shape/moves-all-wrong-group': 'Wrong answers pay for their length too.',
  },
  unstated: [
    'seed',
    'the training problems',
    'the number of steps',
    'the text around a problem',
    'how advantages are made',
  ],
  refusedBy: { verl: 'verl/not-expressible', trl: 'trl/not-expressible' },
});
