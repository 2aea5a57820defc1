// DLER and DA-DLER (arXiv 2510.15110): plain truncation, with advantages that are scaled by the batch.
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
import { assumed, code, paper, type StatedSettings } from './stated.js';

const dlerPaper = {
  title: 'DLER: Doing Length pEnalty Right',
  arxiv: '2510.15110',
  code: 'NVlabs/DLER at ea7d4f7',
} as const;

const base = 'DeepSeek-R1-Distill-Qwen-1.5B';
const unstated = [
  'seed',
  'the training problems',
  'the number of steps',
  'the text around a problem',
  'rounds of dynamic sampling',
];

const shared = {
  seed,
  datasets: standInData('the problems that the paper trains on are not recorded'),
  prompt,
  response: { maxTokens: paper(4000, 'responses are cut at the limit') },
  tiers: noBudget(4000, 16),
  advantage: code(advantages.dler(), "verl's reinforce_plus_plus_baseline"),
  objective: {
    ...grpoObjective,
    clipLow: stated(0.2),
    clipHigh: stated(0.28),
    dualClip: stated(10),
    aggregation: stated('token-mean'),
    kl: {
      coefficient: stated(0.0005),
      estimator: paper('k2', 'mse'),
      in: assumed('loss', 'where GRPO has it'),
    },
    groups: {
      drop: paper(['all-correct', 'all-wrong'], 'dynamic sampling'),
      refill: { mostRounds: assumed(10, 'that of DAPO') },
    },
  },
  optimizer: adamwAt(stated(1e-6)),
  training: {
    dataset: assumed('train', 'a stand-in'),
    promptsPerStep: stated(512),
    promptsPerMinibatch: stated(64),
    rolloutsPerPrompt: stated(16),
    tokensPerMicrobatch: microbatch(4000),
    temperature: stated(1),
    topP,
  },
  evaluation,
  checkpoints,
} satisfies Partial<StatedSettings>;

export const dler = definePreset({
  name: 'dler',
  method: 'DLER',
  title: 'DLER on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: dlerPaper,
  base,
  settings: {
    ...shared,
    steps: assumed(500, 'not recorded'),
    reward: paper(rewards.dler({ limit: 4000 }), 'truncation'),
  },
  unstated,
  refusedBy: { trl: 'trl/not-expressible' },
  published: [
    publishedTable('arXiv 2601.03969 (DOT), official README', [
      ['AIME24', 35.8, 3354, 30.0, 15_498],
      ['AIME25', 25.6, 3101, 23.5, 15_604],
      ['AMC', 73.5, 2544, 64.1, 10_316],
      ['MATH500', 87.1, 1777, 84.0, 5483],
      ['average', 55.5, 2694, 50.4, 11_725],
    ]),
    publishedTable('arXiv 2510.15110', [
      ['MATH', 86.95, 1652],
      ['AIME24', 34.38, 3551],
      ['AMC', 70.48, 2537],
      ['Minerva', 43.59, 2029],
      ['Olympiad', 48.31, 2563],
    ]),
  ],
});

export const daDler = definePreset({
  name: 'da-dler',
  method: 'DA-DLER',
  title: 'DA-DLER on a policy of DLER: the shorter limit for problems that are mostly solved',
  paper: dlerPaper,
  base,
  settings: {
    ...shared,
    steps: paper(150, 'after those of DLER'),
    reward: paper(
      rewards.daDler({ limit: 4000, easyLimit: 2000, easy: 0.5 }),
      '2,000 tokens where half is right, else 4,000',
    ),
  },
  missing: ['It goes on from DLER: name the exported policy of such a run as policy.model.'],
  allow: {
    'shape/falls-inside-budget': 'Problems that are mostly solved have the shorter limit.',
  },
  unstated,
  refusedBy: { trl: 'trl/not-expressible' },
  published: [
    publishedTable('arXiv 2510.15110', [
      ['MATH', 86.7, 1484],
      ['AIME24', 34.37, 2888],
      ['AMC', 72.36, 2154],
      ['Minerva', 44.89, 1895],
      ['Olympiad', 48.7, 2109],
    ]),
  ],
});
