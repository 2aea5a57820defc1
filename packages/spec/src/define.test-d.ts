import { describe, expectTypeOf, test } from 'vitest';
import {
  adamw,
  arithmetic,
  dataset,
  definePipeline,
  defineSupervised,
  schedule,
  shakyScratchpad,
  tiers,
} from './define.js';
import type { PipelineDefinition } from './definition.js';
import { guards, rollback } from './guards.js';

const common = {
  name: 'example',
  steps: 10,
  policy: { model: 'allot:tiny-base' },
  response: { maxTokens: 96 },
  tiers: tiers([12, 24], { rolloutsPerTier: 2 }),
  reward: { template: 'hbpo' },
  optimizer: adamw({ learningRate: 3e-4 }),
} as const;
const training = { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 } as const;
const datasets = { train: arithmetic({ split: 'train' }), test: arithmetic({ split: 'test' }) };

describe('guards, gates and the pilot', () => {
  test('are part of a pipeline', () => {
    const pipeline = definePipeline({
      ...common,
      datasets,
      training,
      pilot: { problems: 64, dataset: 'train' },
      tiers: tiers.fromPilot({ count: 4, rolloutsPerTier: 1, prefill: '[{budget}]' }),
      gates: [
        { name: 'tiers', after: 'pilot' },
        { name: 'half', after: 5 },
      ],
      guards: [
        ...guards.usual({ action: rollback({ learningRate: 0.5 }, { most: 3 }) }),
        guards.accuracyFloor({ floor: 0.5, difficulty: 'hard', action: 'stop' }),
        guards.range({ metric: 'kl', atMost: 0.1 }),
        guards.spending({ hours: 8 }),
      ],
    });
    expectTypeOf(pipeline).toEqualTypeOf<PipelineDefinition>();
    // @ts-expect-error a floor is needed
    guards.accuracyFloor({ difficulty: 'hard' });
    // @ts-expect-error no such metric
    guards.range({ metric: 'perplexity', atMost: 1 });
    // @ts-expect-error what was spent does not come back
    guards.spending({ tokens: 1, action: rollback({ learningRate: 0.5 }) });
    // @ts-expect-error no such setting to change
    rollback({ temperature: 2 });
    // @ts-expect-error a gate is after something
    definePipeline({ ...common, datasets, training, gates: [{ name: 'half' }] });
  });
});

describe('tiers', () => {
  test('share everything but their budgets', () => {
    const firstToken = { text: '</think>', probability: 0.5 } as const;
    const [, second] = tiers([12, 24], { rolloutsPerTier: 2, promptSuffix: '[{budget}]', firstToken });
    expectTypeOf(second.budget).toEqualTypeOf<24>();
    tiers([12, 24], { rolloutsPerTier: 2, thinkingCap: 10, closing: '</think>' });
    // @ts-expect-error a first token needs its probability
    tiers([12, 24], { rolloutsPerTier: 2, firstToken: { text: '</think>' } });
    // @ts-expect-error misspelt
    tiers([12, 24], { rolloutsPerTier: 2, promptSufix: '[{budget}]' });
  });

  test('credit and cut are part of a pipeline', () => {
    const credit = [
      { tokens: { after: '=' }, multiply: 0.5 },
      { tokens: 'first', add: { expression: 'tokens' } },
    ] as const;
    const pipeline = definePipeline({
      ...common,
      datasets,
      training,
      credit,
      cut: { to: 'lMax / 2', atLeast: 4 },
    });
    expectTypeOf(pipeline).toEqualTypeOf<PipelineDefinition>();
    // @ts-expect-error no such tokens
    definePipeline({ ...common, datasets, training, credit: [{ tokens: 'last', add: 1 }] });
  });
});

describe('definePipeline', () => {
  test('a pipeline is plain data', () => {
    expectTypeOf(
      definePipeline({ ...common, datasets, training, evaluation: { dataset: 'test' } }),
    ).toEqualTypeOf<PipelineDefinition>();
  });

  const accepted = definePipeline({ ...common, datasets, training });

  test('dataset names are checked', () => {
    expectTypeOf(accepted).toEqualTypeOf<PipelineDefinition>();
    // @ts-expect-error misspelt
    definePipeline({ ...common, datasets, training: { ...training, dataset: 'trian' } });
    // @ts-expect-error misspelt
    definePipeline({ ...common, datasets, training, evaluation: { dataset: 'tests' } });
    // @ts-expect-error there are none
    definePipeline({ ...common, datasets: {}, training });
  });

  test('unknown and missing keys', () => {
    expectTypeOf(accepted).not.toHaveProperty('stepz');
    // @ts-expect-error `stepz` is no setting
    definePipeline({ ...common, datasets, training, stepz: 10 });
    definePipeline({
      ...common,
      datasets,
      // @ts-expect-error `promptPerStep` lacks an s
      training: { dataset: 'train', promptPerStep: 4, rolloutsPerPrompt: 4 },
    });
    // @ts-expect-error no tiers
    definePipeline({ ...common, tiers: undefined, datasets, training });
    // @ts-expect-error no optimizer and more
    definePipeline({ name: 'example', steps: 1, datasets, training });
  });

  test('values of the wrong kind', () => {
    expectTypeOf(accepted.steps).toEqualTypeOf<number>();
    // @ts-expect-error a count, not text
    definePipeline({ ...common, steps: '150', datasets, training });
    // @ts-expect-error text in words instead of a number of tokens
    definePipeline({ ...common, response: { maxTokens: '96 tokens' }, datasets, training });
    // @ts-expect-error no such mode
    definePipeline({ ...common, datasets, training, evaluation: { dataset: 'test', modes: ['naturally'] } });
    // @ts-expect-error no such aggregation
    definePipeline({ ...common, datasets, training, objective: { aggregation: 'mean' } });
    // @ts-expect-error a model or an architecture
    definePipeline({ ...common, policy: { tokenizer: 'allot:arithmetic' }, datasets, training });
    // @ts-expect-error the reward is a template reference
    definePipeline({ ...common, reward: 'hbpo', datasets, training });
  });
});

describe('tiers', () => {
  test('budgets keep their literals', () => {
    const [low, high] = tiers([512, 2048], { rolloutsPerTier: 4 });
    expectTypeOf(low.budget).toEqualTypeOf<512>();
    expectTypeOf(high.budget).toEqualTypeOf<2048>();
  });

  test('budgets that are computed are let through: the compiler checks them', () => {
    const budgets: number[] = [3, 2, 1];
    expectTypeOf(tiers(budgets, { rolloutsPerTier: 4 })[0]!.budget).toEqualTypeOf<number>();
  });

  test('the ways to get budgets wrong', () => {
    expectTypeOf(tiers([9, 10, 99, 100, 1000], { rolloutsPerTier: 1 })[4].budget).toEqualTypeOf<1000>();
    // @ts-expect-error descending
    tiers([1024, 512], { rolloutsPerTier: 4 });
    // @ts-expect-error descending, with as many digits
    tiers([512, 511], { rolloutsPerTier: 4 });
    // @ts-expect-error descending, with fewer digits
    tiers([100, 99], { rolloutsPerTier: 4 });
    // @ts-expect-error twice the same
    tiers([512, 512, 1024], { rolloutsPerTier: 4 });
    // @ts-expect-error negative
    tiers([-512, 512], { rolloutsPerTier: 4 });
    // @ts-expect-error no tokens
    tiers([0, 512], { rolloutsPerTier: 4 });
    // @ts-expect-error a fraction
    tiers([512, 1024.5], { rolloutsPerTier: 4 });
    // @ts-expect-error text
    tiers(['512', '1024'], { rolloutsPerTier: 4 });
    // @ts-expect-error rollouts are missing
    tiers([512], {});
    // @ts-expect-error misspelt
    tiers([512], { rolloutsPerTier: 4, prefil: '[{budget}]' });
  });
});

test('pieces of a pipeline', () => {
  expectTypeOf(adamw({ learningRate: 3e-4 }).kind).toEqualTypeOf<'adamw'>();
  // @ts-expect-error a learning rate is needed
  adamw({});
  // @ts-expect-error a number
  adamw({ learningRate: '3e-4' });
  // @ts-expect-error the rate is constant: it has no floor
  adamw({ learningRate: 1, schedule: schedule.constant({ floor: 0.1 }) });
  // @ts-expect-error no such split
  arithmetic({ split: 'validation' });
  // @ts-expect-error a pair
  arithmetic({ split: 'train', operations: [1, 2, 3] });
  // @ts-expect-error no such field
  dataset.jsonl('data.jsonl', { map: { question: 'q' } });
  expectTypeOf(dataset.named('aime', { years: [2000, 2010] }).kind).toEqualTypeOf<'named'>();
  dataset.json('data.json', {
    member: 'rows',
    map: { answer: { field: 'solution', extract: 'last-boxed' } },
  });
  // @ts-expect-error no such dataset
  dataset.named('gsm9k');
  // @ts-expect-error the benchmark has no such split
  dataset.named('math-500', { split: 'train' });
  // @ts-expect-error no such extraction
  dataset.csv('data.csv', { map: { answer: { field: 'solution', extract: 'first-boxed' } } });
  // @ts-expect-error no such policy
  dataset.parquet('data.parquet', { onBadRow: 'ignore' });
  // @ts-expect-error no such condition
  dataset.hub('owner/name', { filter: { maxTokens: 3 } });
  // @ts-expect-error the rate is missing
  shakyScratchpad({});
  // @ts-expect-error demonstrations are missing
  defineSupervised({ ...common, training: { sequencesPerStep: 4 } });
});
