// LAPO (arXiv 2507.15758): lengths near those that right answers have, found first and then stated.
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
import { definePreset, type Preset, type PublishedTable, publishedTable } from './preset.js';
import { assumed, paper, type Sourced } from './stated.js';

interface Stage {
  readonly name: string;
  readonly title: string;
  readonly cap: number;
  readonly reward: Sourced<ReturnType<typeof rewards.lapoDiscovery>>;
  readonly missing?: readonly string[];
  readonly refusedBy?: Preset['refusedBy'];
  readonly published: readonly PublishedTable[];
}

const stage = ({ cap, reward, ...declared }: Stage): Preset =>
  definePreset({
    ...declared,
    method: 'LAPO',
    paper: {
      title: 'LAPO: Internalizing Reasoning Efficiency via Length-Adaptive Policy Optimization',
      arxiv: '2507.15758',
      code: 'ZJU-REAL/LAPO at bd59dfd',
    },
    base: 'DeepScaleR-1.5B-Preview',
    settings: {
      seed,
      steps: paper(234, '3 episodes of 10 thousand problems, 128 a step'),
      datasets: standInData('which 10 thousand problems the paper trains on is not recorded'),
      prompt,
      response: { maxTokens: paper(cap, 'the context of the stage') },
      tiers: noBudget(cap, 8),
      reward,
      advantage: paper(advantages.grpo(), 'GRPO'),
      objective: { ...grpoObjective, kl: { ...klLoss(stated(1e-4)), estimator: stated('k3') } },
      optimizer: adamwAt(stated(1e-6)),
      training: {
        dataset: assumed('train', 'a stand-in'),
        promptsPerStep: stated(128),
        rolloutsPerPrompt: stated(8),
        tokensPerMicrobatch: microbatch(cap),
        temperature: assumed(1, 'not recorded'),
        topP,
      },
      evaluation,
      checkpoints,
    },
    allow: { 'shape/falls-inside-budget': 'A right answer past the lengths that are asked for earns less.' },
    unstated: [
      'seed',
      'the training problems',
      'the text around a problem',
      'sampling temperature',
      'minibatches, clip range and loss aggregation',
    ],
  });

const own = 'arXiv 2507.15758';

export const lapoDiscovery = stage({
  name: 'lapo-discovery',
  title: 'LAPO on DeepScaleR-1.5B-Preview: its first stage, which finds lengths',
  cap: 4096,
  reward: paper(rewards.lapoDiscovery({ weight: 0.7, reach: 100 }), 'its reward'),
  published: [publishedTable(own, [['average', 64.4, 4116, 62.5, 6229]])],
});

export const lapoInternalize = stage({
  name: 'lapo-internalize',
  title: 'LAPO on a policy of its first stage: keeps to the lengths that were found',
  cap: 2048,
  reward: paper(
    rewards.lapoInternalize({ remembered: true, weight: 0.7, width: 120 }),
    'its reward; the released code has weight 0.8',
  ),
  missing: [
    'The length that was found for a problem is stated in a prefill; a prefill can state the budget of its tier alone.',
    'It goes on from the first stage, with the lengths found there: here they are found anew. Name the exported policy as policy.model.',
  ],
  refusedBy: { verl: 'verl/not-expressible', trl: 'trl/not-expressible' },
  published: [
    publishedTable(own, [
      ['AIME24', 38.1, 5371],
      ['AMC', 78.3, 3765],
      ['MATH500', 86.3, 2168],
      ['Olympiad', 56.3, 4024],
      ['average', 64.8, 3832, 62.5, 6229],
    ]),
  ],
});
