// HAPO (arXiv 2505.11225): length counts against the shortest right answer that the problem ever had.
import { dataset } from '@allot/spec';
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
  stated,
  topP,
} from './common.js';
import { type BaseModel, definePreset, type Preset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

type Row = readonly [
  benchmark: string,
  accuracy: number,
  tokens: number,
  baseAccuracy: number,
  baseTokens: number,
];

const onBase = (name: string, base: BaseModel, row: Row): Preset =>
  definePreset({
    name,
    method: 'HAPO',
    title: `HAPO on ${base}`,
    paper: {
      title: 'HAPO: Training Language Models to Reason Concisely via History-Aware Policy Optimization',
      arxiv: '2505.11225',
      code: 'HCY123902/HAPO at c91ae3b',
    },
    base,
    settings: {
      seed,
      steps: assumed(312, '5 epochs of 2,000 problems, 32 a step'),
      datasets: {
        train: {
          kind: paper('named', 'the DeepScaleR data'),
          name: paper('deepscaler', 'the DeepScaleR data'),
          filter: {
            maxPromptTokens: assumed(1024, 'which prompts are too long is not recorded'),
            sample: { rows: paper(2000, '2,000 problems'), seed: assumed(1, 'which 2,000 is not recorded') },
          },
        },
        test: assumed(dataset.named('math-500'), 'one of the benchmarks'),
      },
      prompt,
      response: { maxTokens: paper(32_768, 'the cap of a completion') },
      tiers: noBudget(32_768, 4),
      reward: paper(rewards.hapo({ weight: 1 }), 'its reward; the repetition term is 0 by default'),
      advantage: paper(advantages.grpo(), "TRL's GRPO"),
      objective: grpoObjective,
      optimizer: adamwAt(assumed(1e-6, 'not recorded')),
      training: {
        dataset: paper('train', '2,000 problems'),
        promptsPerStep: assumed(32, 'not recorded'),
        rolloutsPerPrompt: paper(4, '2 to 4 generations'),
        tokensPerMicrobatch: microbatch(32_768),
        temperature: stated(0.7),
        topP,
      },
      evaluation,
      checkpoints,
    },
    unstated: [
      'seed',
      'which 2,000 problems',
      'learning rate',
      'problems a step',
      'clip range, divergence and loss aggregation',
    ],
    refusedBy: { verl: 'verl/not-expressible', trl: 'trl/not-expressible' },
    published: [publishedTable('arXiv 2507.15844 (HBPO), main results', [row])],
  });

export const hapo = onBase('hapo', 'DeepSeek-R1-Distill-Qwen-1.5B', ['average', 56.0, 4362, 56.3, 7921]);

export const hapoDeepscaler = onBase('hapo-deepscaler', 'DeepScaleR-1.5B-Preview', [
  'average',
  60.8,
  2920,
  63.7,
  4744,
]);
