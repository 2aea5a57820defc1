// HBPO's ablations (arXiv 2507.15844) on DeepScaleR-1.5B-Preview: the number of budgets at equal mean, and the reward.
import { type TierDefinition, tiers } from '@allot/spec';
import { advantages, rewards } from '../library.js';
import { noBudget } from './common.js';
import { hbpoAllow, hbpoPaper, hbpoSettings, hbpoUnstated } from './hbpo.js';
import { definePreset, type Preset, publishedTable } from './preset.js';
import { assumed, paper, type Sourced, type StatedSettings } from './stated.js';

const prefill = 'I will answer the question within {budget} tokens';
const base = {
  GSM8K: [86.1, 1684],
  MATH500: [87.0, 2938],
  Olympiad: [51.6, 5330],
  AIME25: [30.0, 9023],
} as const;
const baseAverage = [63.7, 4744] as const;

type Row = readonly [accuracy: number, tokens: number];

interface Ablation {
  readonly name: string;
  readonly title: string;
  readonly settings: StatedSettings;
  readonly allow?: Readonly<Record<string, string>>;
  readonly unstated: readonly string[];
  /** GSM8K, MATH500, Olympiad, AIME25 and, where it is given, their average. */
  readonly rows: readonly [Row, Row, Row, Row, Row?];
  readonly table: string;
}

const ablation = ({ rows, table, ...declared }: Ablation): Preset =>
  definePreset({
    ...declared,
    method: 'HBPO ablation',
    paper: hbpoPaper,
    base: 'DeepScaleR-1.5B-Preview',
    published: [
      publishedTable(`arXiv 2507.15844, ablation over the ${table}`, [
        ...Object.entries(base).map(
          ([benchmark, [accuracy, tokens]], index) =>
            [benchmark, ...(rows[index] as Row), accuracy, tokens] as const,
        ),
        ...(rows[4] ? [['average', ...rows[4], ...baseAverage] as const] : []),
      ]),
    ],
  });

const withTiers = (
  budgets: Sourced<readonly TierDefinition[]>,
  rolloutsPerPrompt: Sourced<number> = paper(16, 'as elsewhere'),
) => ({
  ...hbpoSettings,
  tiers: budgets,
  training: { ...hbpoSettings.training, rolloutsPerPrompt },
});

const evenly =
  'the budgets are not recorded: evenly from 512 to 2,560, whose mean is the 1,536 that the paper holds';

export const hbpoOneBudget = ablation({
  name: 'hbpo-1-budget',
  title: "HBPO's ablation: one budget of 1,536",
  settings: withTiers(
    paper(tiers([1536], { rolloutsPerTier: 16, prefill }), 'one budget, the mean of the four'),
  ),
  allow: hbpoAllow,
  unstated: hbpoUnstated,
  rows: [
    [85.6, 327],
    [83.4, 1055],
    [48.1, 2301],
    [22.2, 3686],
    [59.8, 1842],
  ],
  table: 'number of budgets',
});

export const hbpoTwoBudgets = ablation({
  name: 'hbpo-2-budgets',
  title: "HBPO's ablation: budgets of 512 and 2,560",
  settings: withTiers(
    paper(tiers([512, 2560], { rolloutsPerTier: 8, prefill }), 'two budgets of the same mean'),
  ),
  allow: hbpoAllow,
  unstated: [...hbpoUnstated, 'why its average accuracy, 61.7, is not that of its four benchmarks, 62.0'],
  rows: [
    [86.4, 816],
    [85.6, 1849],
    [48.2, 2938],
    [27.8, 4104],
    [61.7, 2427],
  ],
  table: 'number of budgets',
});

export const hbpoSixBudgets = ablation({
  name: 'hbpo-6-budgets',
  title: "HBPO's ablation: six budgets",
  settings: withTiers(
    assumed(tiers([512, 922, 1331, 1741, 2150, 2560], { rolloutsPerTier: 3, prefill }), evenly),
    assumed(18, 'six do not divide 16: three of each budget'),
  ),
  allow: hbpoAllow,
  unstated: [...hbpoUnstated, 'the six budgets, and how 16 rollouts are shared among them'],
  rows: [
    [87.0, 809],
    [87.2, 1893],
    [50.9, 3084],
    [26.7, 3934],
    [62.9, 2430],
  ],
  table: 'number of budgets',
});

export const hbpoEightBudgets = ablation({
  name: 'hbpo-8-budgets',
  title: "HBPO's ablation: eight budgets",
  settings: withTiers(
    assumed(tiers([512, 805, 1097, 1390, 1682, 1975, 2267, 2560], { rolloutsPerTier: 2, prefill }), evenly),
  ),
  allow: hbpoAllow,
  unstated: [...hbpoUnstated, 'the eight budgets'],
  rows: [
    [87.4, 864],
    [85.6, 1836],
    [49.9, 2899],
    [28.9, 4019],
    [62.9, 2405],
  ],
  table: 'number of budgets',
});

const grpo = {
  ...hbpoSettings,
  tiers: noBudget(4096, 16),
  advantage: paper(advantages.grpo(), 'GRPO but for the reward'),
};

const grpoUnstated = ['seed', 'the text around a problem', 'whether a budget is stated in the prompt'];

export const hbpoClassicReward = ablation({
  name: 'hbpo-classic-reward',
  title: "HBPO's ablation: GRPO with a reward of 0 or 1",
  settings: { ...grpo, reward: paper(rewards.classic(), '1 for a right answer, else 0') },
  unstated: grpoUnstated,
  rows: [
    [86.2, 661],
    [86.2, 1605],
    [49.1, 3174],
    [24.4, 4309],
  ],
  table: 'reward',
});

export const hbpoCosineReward = ablation({
  name: 'hbpo-cosine-reward',
  title: "HBPO's ablation: GRPO with one cosine of the length for all",
  settings: {
    ...grpo,
    reward: {
      template: paper('global-cosine', 'one cosine of the length'),
      parameters: { beta: assumed(4, 'that of the released code') },
    },
  },
  allow: {
    'shape/collapse-risk': 'It is what the ablation shows.',
  },
  unstated: [...grpoUnstated, 'the height of the cosine'],
  rows: [
    [83.0, 195],
    [77.6, 478],
    [42.0, 1271],
    [23.3, 2657],
  ],
  table: 'reward',
});
