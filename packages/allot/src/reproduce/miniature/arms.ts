// What is trained in miniature: HBPO, the ablations of its paper, the methods that lead the field, and their controls.

import type { ArmGroup } from '@allot/report';
import {
  adamw,
  arithmetic,
  type CutDefinition,
  definePipeline,
  type ObjectiveDefinition,
  type PipelineDefinition,
  type ShapeDefinition,
  type SupervisedDefinition,
  shakyScratchpad,
  type TierDefinition,
  tiers,
} from '@allot/spec';
import { advantages, rewards } from '@allot/templates';

export interface Arm<Definition = PipelineDefinition | SupervisedDefinition> {
  /** Names its definition and its runs. */
  readonly name: string;
  /** How tables and figures call it. */
  readonly title: string;
  readonly group: ArmGroup;
  /** What it is, and what of its paper is not in it. */
  readonly about: string;
  readonly definition: Definition;
  /** Names the policy that its training begins with, where that is evaluated by its runs. */
  readonly startsAs?: string;
}

/** Most tokens of a response, in HBPO's arms while training and in all of them when they are evaluated. */
export const contextTokens = 96;

/** Most tokens of a response while methods train whose only length reward is that limit. */
const shortContextTokens = 64;

/** Training steps of every arm. */
export const steps = 200;

/** Ranges of difficulty, in operations. */
export const difficulty = { easy: [1, 2], medium: [3, 5], hard: [6, 8] } as const;

/** The four budgets of HBPO: eighths of the context, as 512, 1,024, 2,048 and 2,560 are of 4,096. */
export const budgets = [12, 24, 48, 60] as const;

export const prefill = '[{budget}]';
const hbpoTiers = tiers(budgets, { rolloutsPerTier: 4, prefill });

/** One tier that states nothing. */
const unstated = (cap: number): readonly TierDefinition[] => tiers([cap], { rolloutsPerTier: 16 });

/** Dynamic sampling: groups that teach nothing are replaced, by at most three rounds of further prompts. */
const dynamicSampling: ObjectiveDefinition['groups'] = {
  drop: ['equal-rewards'],
  refill: { mostRounds: 4 },
};

interface Method {
  readonly description: string;
  readonly tiers?: readonly TierDefinition[];
  readonly reward?: ShapeDefinition;
  readonly advantage?: ShapeDefinition;
  readonly objective?: ObjectiveDefinition;
  readonly cut?: CutDefinition;
  readonly maxTokens?: number;
  /** Findings of the analysis that belong to what is compared, by code. */
  readonly allow?: PipelineDefinition['allow'];
}

const ofPaper = 'It is so in the paper.';

/** What the analysis finds about HBPO's reward, and about the intra-tier term of its advantage. */
const allowReward = { 'shape/right-falls-below-wrong': ofPaper };
const allowHbpo = { ...allowReward, 'shape/moves-all-wrong-group': ofPaper };

/** The settings of pipelines/quickstart.ts but for what makes the method; evaluations in between look at few problems. */
const define = (
  name: string,
  { description, maxTokens = contextTokens, cut, ...method }: Method,
): PipelineDefinition =>
  definePipeline({
    name,
    description,
    steps,
    policy: { model: 'allot:tiny-base' },
    datasets: {
      train: arithmetic({ split: 'train', problems: 4096 }),
      validation: arithmetic({ split: 'test', problems: 512 }),
    },
    environment: shakyScratchpad({ slipRate: 0.04 }),
    response: { maxTokens },
    grading: { kind: 'exact' },
    tiers: method.tiers ?? hbpoTiers,
    reward: method.reward ?? rewards.hbpo({ beta: 4 }),
    advantage: method.advantage ?? advantages.hbpo(),
    ...(cut && { cut }),
    objective: {
      clipLow: 0.2,
      clipHigh: 0.28,
      aggregation: 'seq-mean-token-mean',
      ...method.objective,
    },
    optimizer: adamw({ learningRate: 3e-4, maxGradientNorm: 1 }),
    training: { dataset: 'train', promptsPerStep: 16, rolloutsPerPrompt: 16, tokensPerMicrobatch: 1024 },
    evaluation: { dataset: 'validation', everySteps: 50, maxTokens: contextTokens, difficulty },
    checkpoints: { everySteps: 25 },
    allow: method.allow ?? {},
  });

const arm = (
  name: string,
  title: string,
  group: Arm['group'],
  about: string,
  method: Omit<Method, 'description'> = {},
): Arm<PipelineDefinition> => ({
  name,
  title,
  group,
  about,
  definition: define(name, { description: about, ...method }),
});

const grpo = advantages.grpo();

/** In the order of importance: what comes first is run first. */
export const arms: readonly Arm<PipelineDefinition>[] = [
  {
    ...arm('hbpo', 'HBPO', 'hbpo', 'Budgets 12, 24, 48 and 60, four rollouts each.', { allow: allowHbpo }),
    startsAs: 'base',
  },
  arm('single-budget', '1 budget', 'budgets', 'One budget of 36, the mean of the four.', {
    tiers: tiers([36], { rolloutsPerTier: 16, prefill }),
    allow: allowHbpo,
  }),
  arm('classic', 'Classic 0/1', 'reward', "The classic reward with GRPO's advantage in HBPO's tiers.", {
    reward: rewards.classic(),
    advantage: grpo,
  }),
  arm('cosine', 'Cosine', 'reward', "One cosine for all lengths with GRPO's advantage in HBPO's tiers.", {
    reward: rewards.globalCosine(),
    advantage: grpo,
    allow: { 'shape/collapse-risk': 'Whether it collapses is what is measured.' },
  }),
  arm('no-intra', 'No intra term', 'reward', 'HBPO without the intra-tier term of its advantage.', {
    advantage: advantages.hbpo({ intra: false }),
    allow: allowReward,
  }),
  arm('two-budgets', '2 budgets', 'budgets', 'Budgets 12 and 60, eight rollouts each.', {
    tiers: tiers([12, 60], { rolloutsPerTier: 8, prefill }),
    allow: allowHbpo,
  }),
  arm(
    'six-budgets',
    '6 budgets',
    'budgets',
    'Budgets 12, 22, 31, 41, 50 and 60: 3, 2, 3, 3, 2 and 3 rollouts. The paper does not name its six.',
    { tiers: stated([12, 22, 31, 41, 50, 60], [3, 2, 3, 3, 2, 3]), allow: allowHbpo },
  ),
  arm(
    'eight-budgets',
    '8 budgets',
    'budgets',
    'Budgets 12, 19, 26, 33, 39, 46, 53 and 60, two rollouts each. The paper does not name its eight.',
    { tiers: tiers([12, 19, 26, 33, 39, 46, 53, 60], { rolloutsPerTier: 2, prefill }), allow: allowHbpo },
  ),
  arm(
    'control',
    'Control',
    'control',
    "The classic reward with GRPO's advantage, no budget stated, in HBPO's context.",
    { tiers: unstated(contextTokens), reward: rewards.classic(), advantage: grpo },
  ),
  arm(
    'short-control',
    'Control, 64 tokens',
    'control',
    'The same in a context of 64 tokens: what is longer is cut off and wrong.',
    {
      tiers: unstated(shortContextTokens),
      reward: rewards.classic(),
      advantage: grpo,
      maxTokens: shortContextTokens,
    },
  ),
  arm(
    'dler',
    'DLER',
    'field',
    'Truncation at 64 tokens as the only length reward, advantages whitened over the batch, dynamic sampling, token mean (arXiv 2510.15110). Without its KL term of 0.0005, and without dual clip, which never acts with one update a step.',
    {
      tiers: unstated(shortContextTokens),
      reward: rewards.dler({ limit: shortContextTokens }),
      advantage: advantages.dler(),
      objective: { aggregation: 'token-mean', groups: dynamicSampling },
      maxTokens: shortContextTokens,
    },
  ),
  arm(
    'dot',
    'DOT',
    'field',
    'In groups that are all right, what is three standard deviations longer than the mean is cut and graded again (arXiv 2601.03969); context 64, dynamic sampling that does not foresee, groups of 16 rather than 32. Without KL-Cov and dual clip, which never act with one update a step.',
    {
      tiers: unstated(shortContextTokens),
      reward: rewards.classic(),
      advantage: grpo,
      cut: {
        when: 'group.count((r) => r.correct) === group.count()',
        to: 'group.mean((r) => r.tokens, { empty: 0 }) + 3 * group.std((r) => r.tokens, { empty: 0 })',
      },
      objective: { clipHigh: 0.2, groups: dynamicSampling },
      maxTokens: shortContextTokens,
    },
  ),
  arm(
    'laser-d',
    'LASER-D',
    'field',
    'A target length for easy, medium and hard problems (arXiv 2505.15612), from 12 tokens on in steps of 6; targets follow the answers that are trained on, not a monitoring set. Without its KL and entropy terms of 0.001.',
    {
      tiers: unstated(contextTokens),
      reward: rewards.laserD({ easy: 96, medium: 96, hard: 96, shortest: 12, grid: 6, longest: 96 }),
      advantage: grpo,
      allow: { 'shape/moves-all-wrong-group': ofPaper },
    },
  ),
  arm(
    'shorterbetter',
    'ShorterBetter',
    'field',
    'Every token away from the shortest right answer costs (arXiv 2504.21370): 0.0625, which is 0.001 of 6,000 tokens in a context of 96. Without its KL term of 0.001.',
    {
      tiers: unstated(contextTokens),
      reward: rewards.shorterbetter({ alpha: 2, beta: 0.0625 }),
      advantage: grpo,
      allow: {
        'shape/wrong-beats-right': ofPaper,
        'shape/falls-inside-budget': ofPaper,
        'shape/moves-all-wrong-group': ofPaper,
      },
    },
  ),
];

/** Tiers that state these budgets, with so many rollouts each. */
function stated(amounts: readonly number[], rollouts: readonly number[]): readonly TierDefinition[] {
  return amounts.map((budget, index) => ({ budget, rollouts: rollouts[index] ?? 1, prefill }));
}
