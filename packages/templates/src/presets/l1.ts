// L1 (arXiv 2503.04697): a length that the prompt asks for, met exactly or not exceeded.
import { pipeline, type TierDefinition, tiers } from '@allot/spec';
import { rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  deepscalerData,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  scripted,
  seed,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper, type Sourced, type StatedSettings } from './stated.js';

const l1Paper = {
  title: 'L1: Controlling How Long A Reasoning Model Thinks With Reinforcement Learning',
  arxiv: '2503.04697',
  code: 'cmu-l3/l1 at 93dd330',
} as const;

const drawn =
  'The paper draws one budget a problem, from 100 to 4,000 tokens. Tiers have fixed budgets: here each problem is asked with the four of the evaluation, and rewards are compared inside a tier.';

/** The budgets of the evaluation, stated at the end of the prompt. */
const budgets = (promptSuffix: string): Sourced<readonly TierDefinition[]> =>
  assumed(
    tiers([512, 1024, 2048, 3600], { rolloutsPerTier: 4, promptSuffix }),
    'the budgets of the evaluation, instead of ones that are drawn; the wording is that of the paper',
  );

const shared = {
  seed,
  datasets: deepscalerData(),
  prompt: paper(
    {
      template: 'chat',
      user: "{problem} Let's think step by step and output the final answer within \\boxed{}.",
    },
    'the budget follows it',
  ),
  advantage: assumed(
    pipeline({ center: 'tier' }, { scale: 'tier' }),
    'GRPO among the rollouts of one budget',
  ),
  objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
  training: {
    dataset: paper('train', 'the DeepScaleR data'),
    promptsPerStep: stated(128),
    promptsPerMinibatch: stated(64),
    rolloutsPerPrompt: stated(16),
    tokensPerMicrobatch: microbatch(4500),
    temperature: stated(0.6),
    topP,
  },
  evaluation: { ...evaluation, maxTokens: paper(8192, 'evaluated at 8K') },
  checkpoints,
} satisfies Partial<StatedSettings>;

const unstated = ['seed', 'clip range and loss aggregation'];

const mainTable = 'arXiv 2507.15844 (HBPO), main results';

export const l1Exact = definePreset({
  name: 'l1-exact',
  method: 'L1-Exact',
  title: 'L1-Exact on DeepScaleR-1.5B-Preview: thinks for as many tokens as it is told',
  paper: l1Paper,
  base: 'DeepScaleR-1.5B-Preview',
  settings: {
    ...shared,
    steps: stated(700),
    response: { maxTokens: paper(4096, 'the context of training, 4K') },
    tiers: budgets(' Think for {budget} tokens.'),
    reward: paper(rewards.l1Exact({ alpha: 0.0003 }), 'equation 1'),
    optimizer: adamwAt(stated(1e-6)),
  },
  missing: [drawn],
  allow: {
    'shape/right-falls-below-wrong': 'A right answer that is far off its length earns less than nothing.',
    'shape/moves-all-wrong-group': 'Wrong answers pay for their length too.',
  },
  unstated,
  published: [publishedTable(mainTable, [['average', 59.1, 2827, 63.7, 4744]])],
});

export const l1Max = definePreset({
  name: 'l1-max',
  method: 'L1-Max',
  title: 'L1-Max on a policy of L1-Exact: stays under the tokens that it is told',
  paper: l1Paper,
  base: 'DeepScaleR-1.5B-Preview',
  settings: {
    ...shared,
    steps: paper(120, 'after the 700 of L1-Exact'),
    response: { maxTokens: scripted(4500) },
    tiers: budgets(' Think for maximum {budget} tokens.'),
    reward: paper(rewards.l1Max({ alpha: 0.0003, delta: 0.5 }), 'equation 2'),
    optimizer: adamwAt(scripted(4e-6)),
  },
  missing: [
    drawn,
    'It is trained on both objectives, by the kind of prompt; here on that of Max alone.',
    'It goes on from L1-Exact: name the exported policy of such a run as policy.model.',
  ],
  allow: {
    'shape/falls-inside-budget': 'A right answer is worth more the further it stays under its budget.',
    'shape/tiers-never-cross': 'Rewards are compared inside a tier alone.',
  },
  unstated,
  published: [
    publishedTable(mainTable, [
      ['GSM8K', 86.1, 670, 86.1, 1684],
      ['MATH500', 85.0, 3260, 87.0, 2938],
      ['Olympiad', 48.2, 3094, 51.6, 5330],
      ['AIME25', 22.2, 3163, 30.0, 9023],
      ['average', 60.4, 2547, 63.7, 4744],
    ]),
    publishedTable(
      'arXiv 2507.15844 (HBPO), efficiency mode',
      [
        ['GSM8K', 85.7, 331],
        ['MATH500', 81.4, 609],
        ['Olympiad', 42.0, 861],
        ['AIME25', 7.8, 996],
        ['average', 54.2, 699],
      ],
      'budget=512',
    ),
    publishedTable(
      'arXiv 2507.15844 (HBPO), efficiency mode',
      [
        ['GSM8K', 87.6, 1188],
        ['MATH500', 82.2, 1235],
        ['Olympiad', 45.4, 1518],
        ['AIME25', 22.2, 1661],
        ['average', 59.4, 1401],
      ],
      'budget=1024',
    ),
  ],
});
