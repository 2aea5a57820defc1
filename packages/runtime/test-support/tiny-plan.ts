// Plans made by hand, small enough for unit tests.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  contentKey,
  PLAN_FORMAT,
  type Plan,
  type PlannedStage,
  type ResolvedCell,
  type ResolvedObjective,
  type ResolvedPipeline,
  type ResolvedReinforcement,
  type ResolvedSupervised,
  type StageKind,
  sha256,
  shape,
} from '@allot/spec';

const tokenizer = fileURLToPath(new URL('../../../models/arithmetic/tokenizer.json', import.meta.url));

const common = {
  name: 'tiny',
  seed: 7,
  steps: 6,
  policy: {
    config: { model_type: 'llama', eos_token_id: 1, pad_token_id: 0 },
    tokenizerDigest: sha256(readFileSync(tokenizer)),
    parameters: 52,
  },
  datasets: {
    train: { kind: 'arithmetic', split: 'train', operations: [1, 3], problems: 12, seed: 1 },
    test: { kind: 'arithmetic', split: 'test', operations: [1, 3], problems: 9, seed: 1 },
  },
  environment: { kind: 'shaky-scratchpad', slipRate: 0.04 },
  response: {
    maxTokens: 20,
    reasoningOpen: '<think>',
    reasoningClose: '</think>',
    prefillInLength: false,
    prefillInLoss: false,
  },
  optimizer: {
    kind: 'adamw',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    maxGradientNorm: 1,
    schedule: { kind: 'linear', warmupSteps: 2, decayFrom: 0.5, floor: 0 },
  },
  evaluation: {
    dataset: 'test',
    everySteps: 3,
    problemsWhileTraining: 5,
    modes: ['natural', 'efficient'],
    efficientPrefill: '[min]',
    samplesPerProblem: 1,
    temperature: 1,
    topP: 1,
    maxTokens: 20,
    difficulty: { easy: [1, 1], hard: [2, 3] },
  },
  checkpoints: { everySteps: 2, keep: 0 },
} as const satisfies Partial<ResolvedPipeline>;

const components = {
  right: shape.field('correct'),
  length: shape.divide(shape.subtract(shape.field('tokens'), shape.state('shortest')), shape.field('lMax')),
};

/** The shortest response to a problem so far. */
const shortest: ResolvedCell = {
  per: 'problem',
  initial: 3,
  update: 'min',
  observe: shape.reduce('min', 'group', shape.field('tokens')),
  when: shape.number(1),
  share: 0.1,
  rate: 0,
  target: 0,
};
export const plainObjective: ResolvedObjective = {
  kind: 'ppo-clip',
  ratioLevel: 'token',
  clipLow: 0.2,
  clipHigh: 0.28,
  aggregation: 'seq-mean-token-mean',
  oldLogProbabilities: 'sampler',
  entropyBonus: 0,
  maskTruncated: false,
};

/** Rewards and advantages that tell lengths apart, so that every trajectory matters. */
export const tinyReinforcement = (changes: Partial<ResolvedReinforcement> = {}): ResolvedReinforcement => ({
  kind: 'reinforcement',
  ...common,
  tiers: [
    { budget: 6, rollouts: 2, prefill: '[{budget}]', cap: 20 },
    { budget: 12, rollouts: 2, prefill: '[{budget}]', cap: 16 },
  ],
  reward: {
    name: 'sum',
    parameters: {},
    components,
    expression: shape.add(components.right, components.length),
  },
  advantage: {
    name: 'test',
    parameters: {},
    components: {},
    expression: shape.subtract(shape.field('reward'), shape.reduce('mean', 'group', shape.field('reward'))),
  },
  objective: plainObjective,
  training: {
    dataset: 'train',
    promptsPerStep: 4,
    rolloutsPerPrompt: 4,
    promptsPerMinibatch: 2,
    tokensPerMicrobatch: 256,
    temperature: 1,
    topP: 1,
  },
  state: { shortest },
  allow: {},
  ...changes,
});

/** Every way in which tiers sample, a cut by the group's mean, and advantages that tell tokens apart. */
export const plannedReinforcement = (changes: Partial<ResolvedReinforcement> = {}): ResolvedReinforcement => {
  const tokens = shape.field('tokens');
  return tinyReinforcement({
    tiers: [
      {
        budget: 6,
        rollouts: 2,
        system: '[min]',
        prefill: '[{budget}]',
        firstToken: { text: '</think>', probability: 0.5 },
        cap: 20,
      },
      {
        budget: 12,
        rollouts: 2,
        promptSuffix: '[{budget}]',
        prefill: '',
        cap: 16,
        thinkingCap: 6,
        closing: '=</think>',
      },
    ],
    cut: {
      to: shape.reduce('mean', 'group', tokens),
      when: shape.binary(tokens, '>', shape.state('shortest')),
      atLeast: 2,
    },
    credit: [
      { tokens: 'first', multiply: shape.multiply(0.1, tokens) },
      { tokens: 'answer', add: shape.field('reward') },
      { tokens: { after: '=' }, multiply: shape.number(0.5), add: shape.number(-0.1) },
    ],
    ...changes,
  });
};

export const tinySupervised = (changes: Partial<ResolvedSupervised> = {}): ResolvedSupervised => ({
  kind: 'supervised',
  ...common,
  demonstrations: {
    kind: 'arithmetic-demonstrations',
    operations: [1, 3],
    checksPerStep: [0.5, 0.5],
    tokens: [10, 18],
    hastyShare: 0.1,
    budgetedShare: 0.5,
    obedientShare: 0.5,
    budgets: [6, 12],
    prefill: '[{budget}]',
    efficientPrefill: '[min]',
  },
  training: { sequencesPerStep: 4, tokensPerMicrobatch: 256 },
  ...changes,
});

/** A plan around settings, its stages as the compiler lays them out. */
export function planOf(settings: ResolvedPipeline, changes: Partial<Plan> = {}): Plan {
  const stage = (kind: StageKind, every: number, first = false, last = false): PlannedStage => ({
    kind,
    every,
    first,
    last,
    inputs: [],
    outputs: [],
    key: contentKey([kind, settings]),
  });
  const training: readonly StageKind[] =
    settings.kind === 'supervised' ? ['demonstrate', 'update'] : ['rollout', 'score', 'advantage', 'update'];
  const evaluation = settings.evaluation;
  const piloted = settings.kind === 'reinforcement' && settings.pilot !== undefined;
  return {
    format: PLAN_FORMAT,
    key: contentKey(settings),
    settings,
    engine: { name: 'onnx', device: 'cpu', workers: 1 },
    origins: {},
    ...(piloted && { pilot: { key: contentKey(settings), awaited: false } }),
    stages: [
      ...(piloted ? [stage('pilot', 0, true)] : []),
      ...training.map((kind) => stage(kind, 1)),
      ...(evaluation ? [stage('evaluate', evaluation.everySteps ?? settings.steps, true, true)] : []),
      stage('checkpoint', settings.checkpoints.everySteps, true, true),
    ],
    cost: {
      rollouts: 0,
      maxResponseTokens: 0,
      trainedSequences: 0,
      flops: 0,
      memoryBytes: 0,
      diskBytes: 0,
      seconds: 0,
    },
    sources: { definition: '/nowhere/pipeline.ts', tokenizer, datasets: {} },
    ...changes,
  };
}
