// LASER, LASER-D and LASER-DE (arXiv 2505.15612): a bonus within a target length, fixed or by difficulty.
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
import { paper, type Sourced, type StatedSettings } from './stated.js';

const laserPaper = {
  title: 'Learn to Reason Efficiently with Adaptive Length-based Reward Shaping',
  arxiv: '2505.15612',
  code: 'hkust-nlp/Laser at c9e7c4e',
} as const;

const base = 'DeepSeek-R1-Distill-Qwen-1.5B';
const unstated = ['seed', 'the text around a problem', 'loss aggregation'];

const monitored =
  'Targets follow the answers to 500 monitoring problems; here those to the problems that are trained on.';
const adaptive = { verl: 'verl/not-expressible', trl: 'trl/not-expressible' } as const;

const settings = (reward: Sourced<ReturnType<typeof rewards.laser>>): StatedSettings => ({
  seed,
  steps: stepsOf(5, 128),
  datasets: deepscalerData(),
  prompt,
  response: { maxTokens: paper(16_384, 'the context of training') },
  tiers: noBudget(16_384, 8),
  reward,
  advantage: paper(advantages.grpo(), 'GRPO'),
  objective: {
    ...grpoObjective,
    clipLow: stated(0.2),
    clipHigh: stated(0.28),
    kl: klLoss(stated(0.001)),
    entropyBonus: stated(0.001),
  },
  optimizer: adamwAt(stated(1e-6)),
  training: {
    dataset: paper('train', 'the DeepScaleR data'),
    promptsPerStep: stated(128),
    promptsPerMinibatch: stated(64),
    rolloutsPerPrompt: stated(8),
    tokensPerMicrobatch: microbatch(16_384),
    temperature: stated(0.6),
    topP,
  },
  evaluation,
  checkpoints,
});

export const laser = definePreset({
  name: 'laser',
  method: 'LASER',
  title: 'LASER on DeepSeek-R1-Distill-Qwen-1.5B: one target of 8,192 tokens',
  paper: laserPaper,
  base,
  settings: settings(
    paper(rewards.laser({ target: 8192, alpha: 0.5 }), 'Laser-L8192; +1 right, -0.5 wrong, -1 without form'),
  ),
  allow: {
    'shape/falls-inside-budget': 'It is the bonus within the target.',
    'shape/moves-all-wrong-group': 'A response without form earns less than a wrong answer.',
  },
  unstated,
  refusedBy: { trl: 'trl/not-expressible' },
});

export const laserD = definePreset({
  name: 'laser-d',
  method: 'LASER-D',
  title: 'LASER-D on DeepSeek-R1-Distill-Qwen-1.5B: targets by difficulty, from 1,024 tokens',
  paper: laserPaper,
  base,
  settings: settings(
    paper(
      rewards.laserD({ every: 20, shortest: 1024, alpha: 0.5 }),
      'its reward; targets adapt every 20 steps',
    ),
  ),
  missing: [monitored],
  allow: {
    'shape/falls-inside-budget': 'It is the bonus within the target.',
    'shape/moves-all-wrong-group': 'A response without form earns less than a wrong answer.',
  },
  unstated: [
    ...unstated,
    'which least target the published numbers have',
    'the targets before they have adapted',
  ],
  refusedBy: adaptive,
  published: [publishedTable('JET, an ICLR 2026 submission', [['average', 63.8, 3221, 58.9, 4765]])],
});

export const laserDe = definePreset({
  name: 'laser-de',
  method: 'LASER-DE',
  title:
    'LASER-DE on DeepSeek-R1-Distill-Qwen-1.5B: targets by difficulty, from 4,096 tokens, and a bonus for long wrong answers',
  paper: laserPaper,
  base,
  settings: settings(
    paper(
      rewards.laserDe({ every: 20, shortest: 4096, alpha: 0.5 }),
      'its reward; targets adapt every 20 steps',
    ),
  ),
  missing: [
    monitored,
    'Whether a wrong answer repeats itself is decided by a detector of the released code; here by the share of repeated 4-grams.',
  ],
  allow: {
    'shape/falls-inside-budget': 'It is the bonus within the target.',
    'shape/moves-all-wrong-group': 'A response without form earns less than a wrong answer.',
  },
  unstated: [...unstated, 'the targets before they have adapted'],
  refusedBy: adaptive,
  published: [
    publishedTable('arXiv 2601.03969 (DOT), official README', [
      ['AIME24', 32.6, 8349, 30.0, 15_498],
      ['AIME25', 23.6, 7839, 23.5, 15_604],
      ['AMC', 67.5, 4994, 64.1, 10_316],
      ['MATH500', 84.8, 2763, 84.0, 5483],
      ['average', 52.1, 5986, 50.4, 11_725],
    ]),
  ],
});
