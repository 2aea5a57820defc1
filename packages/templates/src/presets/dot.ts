// DOT (arXiv 2601.03969): in groups that are all right, responses far above the mean length are cut and graded again.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  deepscalerData,
  evaluation,
  grpoObjective,
  microbatch,
  noBudget,
  prompt,
  seed,
  stated,
  topP,
} from './common.js';
import { definePreset, type Preset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

type Row = readonly [accuracy: number, tokens: number];

/** Of AIME24, AIME25, AMC, MATH500 and their mean, with the base's. */
const table = (rows: readonly [Row, Row, Row, Row, Row]) =>
  publishedTable('arXiv 2601.03969, official README', [
    ['AIME24', ...rows[0], 30.0, 15_498],
    ['AIME25', ...rows[1], 23.5, 15_604],
    ['AMC', ...rows[2], 64.1, 10_316],
    ['MATH500', ...rows[3], 84.0, 5483],
    ['average', ...rows[4], 50.4, 11_725],
  ]);

const withCap = (name: string, cap: number, rows: Parameters<typeof table>[0]): Preset =>
  definePreset({
    name,
    method: 'DOT',
    title: `DOT on DeepSeek-R1-Distill-Qwen-1.5B, responses of up to ${cap} tokens`,
    paper: {
      title: 'Dynamic Outlier Truncation',
      arxiv: '2601.03969',
      code: 'projects/dot of the official repository',
    },
    base: 'DeepSeek-R1-Distill-Qwen-1.5B',
    settings: {
      seed,
      steps: assumed(500, 'the number of epochs is left open'),
      datasets: deepscalerData(),
      prompt,
      response: { maxTokens: stated(cap) },
      tiers: noBudget(cap, 32),
      cut: {
        when: paper('group.mean((r) => r.correct, { empty: 0 }) >= 1', 'groups that are all right'),
        to: paper(
          'group.mean((r) => r.tokens, { empty: 0 }) + 3 * group.std((r) => r.tokens, { empty: 0 })',
          'alpha 3, with the sample standard deviation',
        ),
        atLeast: paper(32, 'the margin m'),
      },
      reward: paper(rewards.classic(), 'right or wrong, after the cut'),
      advantage: paper(advantages.grpo(), 'GRPO'),
      objective: {
        ...grpoObjective,
        clipLow: stated(0.2),
        clipHigh: stated(0.2),
        dualClip: stated(10),
        aggregation: stated('seq-mean-token-mean'),
        klCov: { ratio: stated(0.002), coefficient: stated(1) },
        groups: {
          drop: paper(['equal-rewards'], 'groups that teach nothing'),
          refill: { mostRounds: assumed(10, 'that of DAPO') },
        },
      },
      optimizer: adamwAt(stated(1e-6)),
      training: {
        dataset: paper('train', 'the DeepScaleR data'),
        promptsPerStep: stated(128),
        promptsPerMinibatch: stated(32),
        rolloutsPerPrompt: stated(32),
        tokensPerMicrobatch: microbatch(cap),
        temperature: stated(1),
        topP,
      },
      evaluation: {
        ...evaluation,
        samplesPerProblem: paper(32, 'the mean of 32'),
        temperature: stated(0.6),
        topP: stated(0.95),
        maxTokens: stated(32_768),
      },
      checkpoints,
    },
    missing: [
      'How many problems more are sampled is predicted from the last 20 steps; here rounds of a step are sampled until it is full.',
      'It evaluates with top-k 20; here without top-k.',
    ],
    unstated: ['seed', 'the number of steps', 'the text around a problem'],
    refusedBy: { verl: 'verl/not-expressible', trl: 'trl/not-expressible' },
    published: [table(rows)],
  });

export const dot4k = withCap('dot-4k', 4096, [
  [43.1, 3342],
  [29.2, 2979],
  [77.5, 2281],
  [89.2, 1249],
  [59.8, 2463],
]);

export const dot8k = withCap('dot-8k', 8192, [
  [52.2, 5151],
  [34.2, 5143],
  [80.6, 3140],
  [89.9, 1423],
  [64.2, 3714],
]);
