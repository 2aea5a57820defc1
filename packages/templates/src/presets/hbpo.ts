// HBPO (arXiv 2507.15844) on both base models, as its paper and as its released code have it.
import { dataset, tiers } from '@allot/spec';
import { advantages, rewards } from '../library.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, code, paper, type StatedSettings } from './stated.js';

export const hbpoPaper = {
  title: 'Hierarchical Budget Policy Optimization',
  arxiv: '2507.15844',
  code: 'ZJU-REAL/HBPO at 5c8991d',
} as const;

const verlDefault = 'the script leaves it at the default of verl';

export const hbpoSettings = {
  seed: assumed(1, 'neither paper nor script names one'),
  steps: paper(629, 'one epoch of 64 problems a step'),
  datasets: {
    train: {
      kind: paper('named', 'about 40 thousand problems'),
      name: paper('deepscaler', 'AIME, AMC, Omni-Math and STILL'),
      filter: code({ maxPromptTokens: 1024 }, 'max_prompt_length; longer problems are left out'),
    },
    test: code(dataset.named('math-500'), 'the script validates on MATH'),
  },
  prompt: assumed(
    {
      template: 'chat',
      user: "{problem} Let's think step by step and output the final answer within \\boxed{}.",
    },
    "neither states the user's turn: this is what DeepScaleR, whose data and model it builds on, puts behind a problem",
  ),
  response: { maxTokens: paper(4096, 'the context of training, which is Lmax; max_response_length') },
  tiers: paper(
    tiers([512, 1024, 2048, 2560], {
      rolloutsPerTier: 4,
      prefill: 'I will answer the question within {budget} tokens',
    }),
    'four budgets of four rollouts, each stated behind the opening tag',
  ),
  reward: {
    template: paper('hbpo', 'equations 1 to 3'),
    parameters: {
      beta: code(4, 'rllm/rewards/math_reward.py; the paper has no value'),
      alpha: code(1 / 4096, 'rllm/rewards/math_reward.py; the paper has no value'),
    },
  },
  advantage: paper(advantages.hbpo(), 'Algorithm 1'),
  objective: {
    clipLow: paper(0.2, 'asymmetric bounds'),
    clipHigh: paper(0.28, 'after DAPO'),
    aggregation: code('token-mean', verlDefault),
    oldLogProbabilities: code('recomputed', 'as verl does'),
    entropyBonus: code(0, 'entropy_coeff; there is no KL term either'),
  },
  optimizer: {
    kind: paper('adamw', 'named as it is'),
    learningRate: paper(1e-6, 'constant'),
    weightDecay: code(0.01, verlDefault),
    maxGradientNorm: code(1, verlDefault),
  },
  training: {
    dataset: paper('train', 'the DeepScaleR data'),
    promptsPerStep: paper(64, 'train_batch_size of the script'),
    promptsPerMinibatch: code(16, 'ppo_mini_batch_size'),
    rolloutsPerPrompt: paper(16, 'four of each budget; rollout.n'),
    tokensPerMicrobatch: code(20_480, 'four sequences of 1,024 + 4,096 tokens on a GPU'),
    temperature: code(1, verlDefault),
    topP: code(1, verlDefault),
  },
  evaluation: {
    dataset: code('test', 'the script validates on MATH'),
    everySteps: code(20, 'test_freq'),
    modes: paper(['natural', 'efficient'], 'no budget stated, and the prefill below'),
    efficientPrefill: paper('I will answer the question with minimal tokens', 'efficiency mode'),
    temperature: paper(0.6, 'of its tables'),
    topP: paper(0.95, 'of its tables'),
    maxTokens: paper(32_768, 'of its tables'),
  },
  checkpoints: { everySteps: code(60, 'save_freq') },
} satisfies StatedSettings;

export const hbpoAllow = {
  'shape/right-falls-below-wrong': 'It is so in the paper, past 3,600 tokens.',
  'shape/moves-all-wrong-group': "It is the paper's intra-tier term (Algorithm 1).",
} as const;

export const hbpoUnstated = [
  'alpha and beta of the reward',
  'seed',
  'the text around a problem',
  'loss aggregation, weight decay and gradient norm',
];

const ownTable = 'arXiv 2507.15844, main results';
const efficiencyTable = 'arXiv 2507.15844, efficiency mode';

const onDistilled = [
  publishedTable(ownTable, [
    ['GSM8K', 84.5, 670, 82.3, 1111],
    ['MATH500', 80.4, 2147, 81.6, 4696],
    ['Olympiad', 45.0, 4058, 42.3, 10_225],
    ['AIME25', 27.8, 5606, 18.9, 15_651],
    ['average', 59.4, 3120, 56.3, 7921],
  ]),
  publishedTable(
    efficiencyTable,
    [
      ['GSM8K', 83.9, 340, 73.6, 267],
      ['MATH500', 79.6, 732, 67.4, 806],
      ['Olympiad', 43.0, 1305, 30.6, 1950],
      ['AIME25', 18.9, 1454, 13.3, 3737],
      ['average', 56.3, 958, 46.2, 1690],
    ],
    'efficient',
  ),
];

export const hbpo = definePreset({
  name: 'hbpo',
  method: 'HBPO',
  title: "HBPO's paper on DeepSeek-R1-Distill-Qwen-1.5B",
  paper: hbpoPaper,
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: hbpoSettings,
  allow: hbpoAllow,
  unstated: hbpoUnstated,
  published: onDistilled,
});

export const hbpoDeepscaler = definePreset({
  name: 'hbpo-deepscaler',
  method: 'HBPO',
  title: "HBPO's paper on DeepScaleR-1.5B-Preview",
  paper: hbpoPaper,
  base: 'DeepScaleR-1.5B-Preview',
  settings: hbpoSettings,
  allow: hbpoAllow,
  unstated: hbpoUnstated,
  published: [
    publishedTable(ownTable, [
      ['GSM8K', 87.6, 790, 86.1, 1684],
      ['MATH500', 86.2, 1818, 87.0, 2938],
      ['Olympiad', 50.0, 2861, 51.6, 5330],
      ['AIME25', 31.1, 3988, 30.0, 9023],
      ['average', 63.7, 2364, 63.7, 4744],
    ]),
    publishedTable(
      efficiencyTable,
      [
        ['GSM8K', 85.6, 394, 78.6, 270],
        ['MATH500', 82.4, 726, 74.4, 1037],
        ['Olympiad', 47.2, 1193, 37.2, 1963],
        ['AIME25', 22.2, 1476, 16.7, 4733],
        ['average', 59.4, 947, 51.7, 2001],
      ],
      'efficient',
    ),
    publishedTable('arXiv 2507.15844, out of domain', [['GPQA-Diamond', 34.72, 2101, 33.84, 4762]]),
  ],
});

export const hbpoReleased = definePreset({
  name: 'hbpo-released',
  method: 'HBPO',
  title: "HBPO's released code on DeepSeek-R1-Distill-Qwen-1.5B, where it differs from the paper",
  paper: hbpoPaper,
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    ...hbpoSettings,
    response: {
      ...hbpoSettings.response,
      prefillInLength: code(true, 'a prefill counts as response tokens'),
      prefillInLoss: code(true, 'a prefill is trained on'),
    },
    tiers: code(
      tiers([512, 1024, 2048, 2560], {
        rolloutsPerTier: 4,
        prefill: 'I will answer the question with {budget} tokens',
      }),
      'eight prefills, each budget twice, of two samples; "with", where the paper has "within"',
    ),
    reward: code(
      rewards.hbpoReleased({ beta: 4, alpha: 1 / 4096 }),
      'rllm/rewards/math_reward.py: the lesser of both pieces, and -1 without a closing tag or an answer',
    ),
    advantage: code(
      advantages.hbpoReleased(),
      'verl/trainer/ppo/core_algos.py: the intra-tier term stands twice, and 1e-6 is added to the deviation',
    ),
    objective: {
      ...hbpoSettings.objective,
      dualClip: code(3, 'the script leaves the bound of negative advantages at the default of verl'),
    },
  },
  allow: {
    ...hbpoAllow,
    'shape/negative-advantage-of-right': 'The intra-tier term stands twice in the released code.',
  },
  unstated: [
    'which of paper and code the published numbers are from',
    'the code as published stops with an error before the advantage is computed',
  ],
  published: onDistilled,
});
