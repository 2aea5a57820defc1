// ThinkPrune (arXiv 2504.01296): a hard cap that is lowered from stage to stage.
import { advantages } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, type Preset, type PublishedTable, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

interface Stage {
  readonly name: string;
  readonly limit: number;
  readonly title: string;
  readonly missing?: readonly string[];
  readonly published: readonly PublishedTable[];
}

const after = (stage: string): readonly string[] => [
  `It goes on from the stage before: name the exported policy of a run of ${stage} as policy.model.`,
];

const stage = ({ name, limit, title, missing = [], published }: Stage): Preset =>
  definePreset({
    name,
    method: 'ThinkPrune',
    title,
    paper: {
      title: 'ThinkPrune: Pruning Long Chain-of-Thought of LLMs via Reinforcement Learning',
      arxiv: '2504.01296',
      code: 'UCSB-NLP-Chang/ThinkPrune at 0f7449b',
    },
    base: 'DeepSeek-R1-Distill-Qwen-1.5B',
    settings: {
      seed,
      steps: assumed(150, '10 epochs are stated, and not over how many problems'),
      datasets: standInData(
        'the paper trains on problems of AIME and AMC, which are to be brought as a file',
      ),
      prompt: assumed(
        {
          template: 'chat',
          user: "{problem} Let's think step by step and output the final answer within \\boxed{}.",
        },
        'the system prompt in the style of R1 is not recorded in words',
      ),
      response: { maxTokens: paper(limit, 'a response that is longer is cut and earns nothing') },
      tiers: [
        {
          budget: paper(limit, 'the limit of the stage'),
          rollouts: stated(16),
          system: paper(
            'The output of the assistant should be within {budget} tokens.',
            'the end of its system prompt',
          ),
        },
      ],
      reward: {
        template: paper('thinkprune', 'its reward'),
        parameters: { limit: paper(limit, 'the limit of the stage') },
      },
      advantage: paper(advantages.grpo(), 'GRPO'),
      objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
      optimizer: adamwAt(stated(1e-6)),
      training: {
        dataset: assumed('train', 'a stand-in'),
        promptsPerStep: stated(128),
        rolloutsPerPrompt: stated(16),
        tokensPerMicrobatch: microbatch(limit),
        temperature: assumed(1, 'not recorded'),
        topP,
      },
      evaluation,
      checkpoints,
    },
    missing,
    unstated: [
      'seed',
      'the training problems and so the number of steps',
      'the system prompt in full',
      'sampling temperature',
    ],
    published,
  });

export const thinkprune = stage({
  name: 'thinkprune',
  limit: 4000,
  title: 'ThinkPrune on DeepSeek-R1-Distill-Qwen-1.5B: its first stage, 4,000 tokens',
  published: [publishedTable('arXiv 2505.10832 (AutoThink)', [['average', 49.8, 4943]])],
});

export const thinkprune3k = stage({
  name: 'thinkprune-3k',
  limit: 3000,
  title: 'ThinkPrune on a policy of its first stage: 3,000 tokens',
  missing: after('thinkprune'),
  published: [],
});

export const thinkprune2k = stage({
  name: 'thinkprune-2k',
  limit: 2000,
  title: 'ThinkPrune on a policy of its second stage: 2,000 tokens',
  missing: after('thinkprune-3k'),
  published: [
    publishedTable('arXiv 2505.10832 (AutoThink)', [
      ['MATH', 82.6],
      ['Minerva', 28.1],
      ['Olympiad', 43.6],
      ['AIME24', 26.7],
      ['AMC', 64.9],
      ['average', 49.2, 3368],
    ]),
  ],
});
