// What the paper claims (arXiv 2507.15844), each as sums that are above 0 where it holds.
import { type Claim, inTokens, type Look, less, points, sum } from './claim.js';

const accuracy =
  (range = 'all'): Look =>
  (arm) =>
    arm.natural[range]?.accuracy;
const tokens =
  (range = 'all'): Look =>
  (arm) =>
    arm.natural[range]?.tokens;
const efficientAccuracy: Look = (arm) => arm.efficient.all?.accuracy;
const efficientTokens: Look = (arm) => arm.efficient.all?.tokens;
const lastSpread: Look = (arm) => arm.training?.lastSpread;

const efficientIsBetter: Claim = {
  text: 'In efficiency mode it is more accurate than its base with fewer tokens: 56.3% at 958 against 46.2% at 1,690.',
  here: 'Efficiency mode, all problems: accuracy of HBPO is above that of the base, and tokens are below.',
  arms: ['base', 'hbpo'],
  parts: (results) => [
    points(
      'accuracy, HBPO less base',
      less(results, ['hbpo', efficientAccuracy], ['base', efficientAccuracy]),
    ),
    inTokens('tokens, base less HBPO', less(results, ['base', efficientTokens], ['hbpo', efficientTokens])),
  ],
};

const efficientIsShorter: Claim = {
  text: 'Efficiency mode shortens it further: 958 tokens against 3,120.',
  here: 'All problems: tokens of HBPO in natural mode less those in efficiency mode are above 0.',
  arms: ['hbpo'],
  parts: (results) => [
    inTokens('natural less efficiency mode', less(results, ['hbpo', tokens()], ['hbpo', efficientTokens])),
  ],
};

const fourBeatOne: Claim = {
  text: 'Four budgets are more accurate than one of their mean: 63.7% against 59.8%.',
  here: 'Natural mode, all problems: accuracy of four budgets less that of one is above 0.',
  arms: ['hbpo', 'single-budget'],
  parts: (results) => [
    points('4 budgets less 1', less(results, ['hbpo', accuracy()], ['single-budget', accuracy()])),
  ],
};

const tiersStayApart: Claim = {
  text: 'The tiers keep several depths alive in a group.',
  here: 'Last 25 steps of training: responses of the widest tier are longer than those of the narrowest.',
  arms: ['hbpo'],
  parts: (results) => [
    inTokens(
      'widest less narrowest tier',
      less(
        results,
        ['hbpo', (arm) => arm.training?.tiers.at(-1)?.tokens],
        ['hbpo', (arm) => arm.training?.tiers[0]?.tokens],
      ),
    ),
  ],
};

/** In the order of the paper. */
export const claims: readonly Claim[] = [
  {
    text: 'HBPO is more accurate than its base: 59.4% against 56.3%, by 3.14 points.',
    here: 'Natural mode, all problems: the accuracy of HBPO less that of the base, less 3.14 points, is above 0.',
    arms: ['base', 'hbpo'],
    parts: (results) => [
      points(
        'HBPO less base, less 3.14 points',
        less(results, ['hbpo', accuracy()], ['base', accuracy()], -0.0314),
      ),
    ],
  },
  {
    text: 'It thinks 60.6% less: 3,120 tokens against 7,921.',
    here: 'Natural mode, all problems: 39.4% of the tokens of the base, less those of HBPO, is above 0.',
    arms: ['base', 'hbpo'],
    parts: (results) => [
      inTokens(
        '39.4% of the base less HBPO',
        sum(results, [
          [0.394, 'base', tokens()],
          [-1, 'hbpo', tokens()],
        ]),
      ),
    ],
  },
  {
    text: 'Its effort follows difficulty: 670 tokens on GSM8K, 2,147 on MATH500, 4,058 on Olympiad, 5,606 on AIME25.',
    here: 'Natural mode: tokens of HBPO rise from easy to medium and from medium to hard.',
    arms: ['hbpo'],
    parts: (results) => [
      inTokens('medium less easy', less(results, ['hbpo', tokens('medium')], ['hbpo', tokens('easy')])),
      inTokens('hard less medium', less(results, ['hbpo', tokens('hard')], ['hbpo', tokens('medium')])),
    ],
  },
  efficientIsBetter,
  efficientIsShorter,
  fourBeatOne,
  {
    text: 'Two budgets are between one and four: 61.7%.',
    here: 'Natural mode, all problems: accuracy of two less one, and of four less two, is above 0.',
    arms: ['single-budget', 'two-budgets', 'hbpo'],
    parts: (results) => [
      points('2 budgets less 1', less(results, ['two-budgets', accuracy()], ['single-budget', accuracy()])),
      points('4 budgets less 2', less(results, ['hbpo', accuracy()], ['two-budgets', accuracy()])),
    ],
  },
  {
    text: 'More than four bring nothing: 62.9% with six and with eight.',
    here: 'Natural mode, all problems: six and eight budgets are less than 1 point more accurate than four.',
    arms: ['hbpo', 'six-budgets', 'eight-budgets'],
    parts: (results) =>
      (['six', 'eight'] as const).map((count) =>
        points(
          `4 budgets less ${count === 'six' ? 6 : 8}, plus 1 point`,
          less(results, ['hbpo', accuracy()], [`${count}-budgets`, accuracy()], 0.01),
        ),
      ),
  },
  {
    text: 'The uniform cosine reward is shorter and loses accuracy: 77.6% against 86.2% on MATH500, 23.3% against 31.1% on AIME25.',
    here: 'Natural mode: cosine has fewer tokens than HBPO, and less accuracy in all and on hard problems.',
    arms: ['hbpo', 'cosine'],
    parts: (results) => [
      inTokens('tokens, HBPO less cosine', less(results, ['hbpo', tokens()], ['cosine', tokens()])),
      points('accuracy, HBPO less cosine', less(results, ['hbpo', accuracy()], ['cosine', accuracy()])),
      points(
        'accuracy on hard problems, HBPO less cosine',
        less(results, ['hbpo', accuracy('hard')], ['cosine', accuracy('hard')]),
      ),
    ],
  },
  {
    text: 'The classic reward is worse on the hardest problems with more tokens: 24.4% at 4,309 against 31.1% at 3,988 on AIME25.',
    here: 'Natural mode, hard problems: HBPO is more accurate than the classic reward, with fewer tokens.',
    arms: ['hbpo', 'classic'],
    parts: (results) => [
      points(
        'accuracy, HBPO less classic',
        less(results, ['hbpo', accuracy('hard')], ['classic', accuracy('hard')]),
      ),
      inTokens(
        'tokens, classic less HBPO',
        less(results, ['classic', tokens('hard')], ['hbpo', tokens('hard')]),
      ),
    ],
  },
  {
    text: 'Lengths stay spread under HBPO, and narrow with a single budget and with the cosine reward.',
    here: 'Last 25 steps of training: the standard deviation of lengths in a group is greater than with either.',
    arms: ['hbpo', 'single-budget', 'cosine'],
    parts: (results) => [
      inTokens('HBPO less 1 budget', less(results, ['hbpo', lastSpread], ['single-budget', lastSpread])),
      inTokens('HBPO less cosine', less(results, ['hbpo', lastSpread], ['cosine', lastSpread])),
    ],
  },
  {
    text: 'The cosine reward narrows early, within the first 100 of 629 steps.',
    here: 'At the middle of training the spread of lengths under it is below half of what it was over the first 25 steps.',
    arms: ['cosine'],
    parts: (results) => [
      inTokens(
        'half of the first spread less the middle one',
        sum(results, [
          [0.5, 'cosine', (arm) => arm.training?.firstSpread],
          [-1, 'cosine', (arm) => arm.training?.middleSpread],
        ]),
      ),
    ],
  },
  {
    text: 'The share of thinking in a response rises with difficulty, from 81% to 89%.',
    here: 'Natural mode: the share before the closing tag is greater on hard problems than on easy ones.',
    arms: ['hbpo'],
    parts: (results) => [
      points(
        'hard less easy',
        less(
          results,
          ['hbpo', (arm) => arm.work.hard?.thinkingShare],
          ['hbpo', (arm) => arm.work.easy?.thinkingShare],
        ),
      ),
    ],
  },
  {
    text: 'Words of reflection rise with difficulty, from 6 to 30 a problem.',
    here: 'Natural mode: checks and copies a response are more on hard problems than on easy ones.',
    arms: ['hbpo'],
    parts: (results) => [
      {
        text: 'hard less easy',
        unit: 'count',
        estimate: less(
          results,
          ['hbpo', (arm) => arm.work.hard?.rechecks],
          ['hbpo', (arm) => arm.work.easy?.rechecks],
        ),
      },
    ],
  },
  {
    text: 'Out of its domain it is not worse than its base with less than half of the tokens: 34.7% at 2,101 against 33.8% at 4,762 on GPQA.',
    here: 'Natural mode, problems longer than any in training: accuracy is less than 1 point below the base, tokens below half.',
    arms: ['base', 'hbpo'],
    parts: (results) => [
      points(
        'accuracy, HBPO less base, plus 1 point',
        less(results, ['hbpo', (arm) => arm.longer.accuracy], ['base', (arm) => arm.longer.accuracy], 0.01),
      ),
      inTokens(
        'half of the base less HBPO',
        sum(results, [
          [0.5, 'base', (arm) => arm.longer.tokens],
          [-1, 'hbpo', (arm) => arm.longer.tokens],
        ]),
      ),
    ],
  },
  tiersStayApart,
];

/** Half of a claim above, which also asks about the cosine reward. */
const lengthsStaySpread: Claim = {
  text: 'Lengths stay spread under HBPO, and narrow with a single budget.',
  here: 'Last 25 steps of training: the standard deviation of lengths in a group is greater with four budgets than with one.',
  arms: ['hbpo', 'single-budget'],
  parts: (results) => [
    inTokens('4 budgets less 1', less(results, ['hbpo', lastSpread], ['single-budget', lastSpread])),
  ],
};

/** What is asked under every condition: whether tiers matter. */
export const tierClaims: readonly Claim[] = [
  tiersStayApart,
  lengthsStaySpread,
  fourBeatOne,
  efficientIsBetter,
  efficientIsShorter,
];
