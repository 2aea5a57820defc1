// AutoThink (arXiv 2505.10832): an ellipsis lets the model choose whether to think, over three stages.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  microbatch,
  prompt,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, type Preset, type PublishedTable, publishedTable } from './preset.js';
import { assumed, paper, type Sourced } from './stated.js';

interface Stage {
  readonly name: string;
  readonly title: string;
  readonly reward: Sourced<ReturnType<typeof rewards.autothink>>;
  readonly promptsPerStep: Sourced<number>;
  readonly context: number;
  readonly allow: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
  readonly published?: readonly PublishedTable[];
}

const stage = ({ reward, promptsPerStep, context, ...declared }: Stage): Preset =>
  definePreset({
    ...declared,
    method: 'AutoThink',
    paper: {
      title: 'Learning When to Think: Shaping Adaptive Reasoning in R1-Style Models via Multi-Stage RL',
      arxiv: '2505.10832',
      code: 'TU2021/AutoThink at be0bcb0',
    },
    base: 'DeepSeek-R1-Distill-Qwen-1.5B',
    settings: {
      seed,
      steps: assumed(200, 'not recorded'),
      datasets: standInData('the problems that the paper trains on are not recorded'),
      prompt,
      response: { maxTokens: paper(context, 'the context of the stage') },
      tiers: [
        {
          budget: assumed(context, 'no budget is stated to the policy: one tier, as large as the cap'),
          rollouts: stated(8),
          prefill: paper('\n...\n', 'the ellipsis behind the opening tag'),
        },
      ],
      reward,
      advantage: paper(advantages.grpo(), 'GRPO'),
      objective: { ...grpoObjective, clipLow: stated(0.2), clipHigh: stated(0.2) },
      optimizer: adamwAt(stated(1e-6)),
      training: {
        dataset: assumed('train', 'a stand-in'),
        promptsPerStep,
        rolloutsPerPrompt: stated(8),
        tokensPerMicrobatch: microbatch(context),
        temperature: stated(0.6),
        topP,
      },
      evaluation,
      checkpoints,
    },
    unstated: [
      'seed',
      'the training problems',
      'the number of steps',
      'the text around a problem',
      'minibatches and loss aggregation',
    ],
  });

const after = (before: string): readonly string[] => [
  `It goes on from the stage before: name the exported policy of a run of ${before} as policy.model.`,
];

const wrongEarnsLess = {
  'shape/moves-all-wrong-group': 'A wrong answer without thinking earns less than one with it.',
} as const;

export const autothink1 = stage({
  name: 'autothink-1',
  title: 'AutoThink on DeepSeek-R1-Distill-Qwen-1.5B: its first stage, which keeps both modes',
  reward: paper(rewards.autothinkBalance({ balance: 0.5, slope: 2 }), 'stage 1'),
  promptsPerStep: stated(128),
  context: 8192,
  allow: wrongEarnsLess,
});

export const autothink2 = stage({
  name: 'autothink-2',
  title: 'AutoThink on a policy of its first stage: answers without thinking win and lose more',
  reward: paper(rewards.autothink(), 'stage 2'),
  promptsPerStep: stated(64),
  context: 16_384,
  allow: wrongEarnsLess,
  missing: after('autothink-1'),
});

export const autothink3 = stage({
  name: 'autothink-3',
  title: 'AutoThink on a policy of its second stage: right answers get shorter',
  reward: paper(rewards.autothinkLength({ alpha: 0.05, beta: 0.05 }), 'stage 3'),
  promptsPerStep: assumed(64, 'not recorded: that of the stage before'),
  context: 24_576,
  allow: { ...wrongEarnsLess, 'shape/collapse-risk': 'Right answers are ranked by length.' },
  missing: after('autothink-2'),
  published: [
    publishedTable('arXiv 2505.10832', [
      ['MATH', 84.0, 2195],
      ['Minerva', 28.1, 3212],
      ['Olympiad', 44.8, 5559],
      ['AIME24', 34.6, 9514],
      ['AMC', 67.0, 5059],
      ['average', 51.7, 5108],
    ]),
    publishedTable('arXiv 2507.15844 (HBPO), main results', [['average', 57.7, 4711, 56.3, 7921]]),
  ],
});
