// Every guard at the end of a step, on memories made by hand.
import { type GuardMemory, noGuardMemory, type ResolvedGuard, type StepMetrics } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { tinyReinforcement } from '../../test-support/tiny-plan.js';
import { lookAt } from './look.js';
import { longestWindow, observeEvaluation, observeStep } from './observe.js';

const { tiers } = tinyReinforcement();
const action = 'warn';

interface Told extends Partial<Omit<StepMetrics, 'tiers'>> {
  readonly tiers?: readonly { readonly lengthSpread?: number; readonly signalShare?: number }[];
}

const plain = { loss: 0, gradientNorm: 1, learningRate: 1, responseTokens: 10 };
const tier = { budget: 6, accuracy: 1, meanTokens: 5, meanReward: 1 };

const metricsOf = ({ tiers: told, ...rest }: Told): StepMetrics => ({
  ...plain,
  ...rest,
  ...(told && { tiers: told.map((one) => ({ ...tier, ...one })) }),
});

interface Evaluated {
  readonly natural: number;
  readonly hard?: number;
}

/** Steps one after the other; one that is evaluated is followed by its accuracies. */
function memoryOf(
  guard: ResolvedGuard,
  steps: readonly (Told & { readonly evaluated?: Evaluated })[],
  base?: Evaluated,
): { readonly memory: GuardMemory; readonly step: number } {
  const window = longestWindow([guard]);
  let memory = base ? withEvaluation(noGuardMemory, 0, base) : noGuardMemory;
  for (const [index, { evaluated, ...told }] of steps.entries()) {
    memory = observeStep(memory, window, metricsOf(told));
    if (evaluated) memory = withEvaluation(memory, index + 1, evaluated);
  }
  return { memory, step: steps.length };
}

function withEvaluation(memory: GuardMemory, step: number, { natural, hard }: Evaluated): GuardMemory {
  const cell = (accuracy: number, problems = 8) => ({
    problems,
    samples: problems,
    accuracy,
    accuracyInterval: [0, 1] as const,
    meanTokens: 1,
    meanTokensInterval: [1, 1] as const,
    truncatedShare: 0,
  });
  const byDifficulty = { empty: cell(0, 0), ...(hard !== undefined && { hard: cell(hard) }) };
  return observeEvaluation(memory, step, [
    { mode: 'natural', dataset: 'test', all: cell(natural), byDifficulty },
  ]);
}

function findingOf(
  guard: ResolvedGuard,
  { memory, step }: { readonly memory: GuardMemory; readonly step: number },
  spent = { tokens: memory.tokens, hours: 1, gigabytes: 0.5 },
) {
  return lookAt([guard], { step, memory, tiers, spent })[0]?.finding;
}

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

describe('collapses against the beginning', () => {
  const spread = {
    kind: 'exploration-collapse',
    name: 'spread',
    window: 2,
    share: 0.5,
    action,
  } as const satisfies ResolvedGuard;

  test.each([
    ['half is enough', [8, 8, 4, 4], undefined],
    ['less than half', [8, 8, 4, 3], 2],
    ['one step alone is no collapse', [8, 8, 8, 1], undefined],
    ['the windows do not overlap', [8, 8, 0], undefined],
  ])('%s', (_, spreads, goodUntil) => {
    const steps = spreads.map((lengthSpread) => ({ lengthSpread }));
    expect(findingOf(spread, memoryOf(spread, steps))?.goodUntil).toBe(goodUntil);
  });

  test('one tier of several', () => {
    const of = (second: number) => ({
      lengthSpread: 8,
      tiers: [{ lengthSpread: 4 }, { lengthSpread: second }],
    });
    const finding = findingOf(spread, memoryOf(spread, [...times(2, of(4)), ...times(2, of(1))]));
    expect(finding?.text).toBe('The spread of lengths in tier 12 is 1 tokens, 25% of the 4 it began with.');
    expect([finding?.value, finding?.limit]).toEqual([1, 2]);
  });

  test('entropy', () => {
    const guard: ResolvedGuard = { ...spread, kind: 'entropy-collapse', name: 'entropy' };
    const steps = [1, 1, 0.2, 0.2].map((entropy) => ({ entropy }));
    expect(findingOf(guard, memoryOf(guard, steps))?.text).toContain('The entropy is 0.2 nats, 20% of the 1');
  });
});

test('a tier starves when it has next to nothing of the advantages; steps without any say nothing', () => {
  const guard: ResolvedGuard = { kind: 'tier-starving', name: 'tiers', window: 2, share: 0.5, action };
  const of = (share: number) => ({ tiers: [{ signalShare: 1 - share }, { signalShare: share }] });
  expect(findingOf(guard, memoryOf(guard, times(2, of(0.25))))).toBeUndefined();
  expect(findingOf(guard, memoryOf(guard, times(2, of(0.2))))?.text).toBe(
    'Tier 12 has 50% of the rollouts, but 20% of the advantages.',
  );
  expect(findingOf(guard, memoryOf(guard, [of(0.2), { tiers: [{}, {}] }]))).toBeUndefined();
});

test('answers without thinking', () => {
  const guard: ResolvedGuard = {
    kind: 'answers-without-thinking',
    name: 'hasty',
    window: 2,
    share: 0.5,
    action,
  };
  const of = (withoutThinkingShare: number) => ({ withoutThinkingShare });
  expect(findingOf(guard, memoryOf(guard, [of(0), of(1)]))).toBeUndefined();
  expect(findingOf(guard, memoryOf(guard, [of(0), of(0.4), of(1)]))).toMatchObject({
    value: 0.7,
    goodUntil: 1,
  });
});

describe('accuracy', () => {
  const floor: ResolvedGuard = { kind: 'accuracy-floor', name: 'floor', floor: 0.5, mode: 'natural', action };
  const hard: ResolvedGuard = { ...floor, difficulty: 'hard' };

  test('of all problems, of a range, of a range that the evaluation lacks', () => {
    const memory = memoryOf(floor, [{}, { evaluated: { natural: 0.4, hard: 0.6 } }], { natural: 0.9 });
    expect(findingOf(floor, memory)).toMatchObject({ value: 0.4, limit: 0.5, goodUntil: 0 });
    expect(findingOf(hard, memory)).toBeUndefined();
    expect(findingOf({ ...floor, difficulty: 'empty' }, memory)).toBeUndefined();
  });

  test('an evaluation counts at its own step alone; the one before it was good', () => {
    const steps = [{ evaluated: { natural: 0.8 } }, { evaluated: { natural: 0.4 } }];
    expect(findingOf(floor, memoryOf(floor, steps))?.goodUntil).toBe(1);
    expect(findingOf(floor, memoryOf(floor, [...steps, {}]))).toBeUndefined();
  });

  const hacking: ResolvedGuard = {
    kind: 'reward-hacking',
    name: 'hacking',
    drop: 0.1,
    mode: 'natural',
    action,
  };
  const step = (meanReward: number, evaluated?: Evaluated) => ({
    meanReward,
    ...(evaluated && { evaluated }),
  });

  test.each([
    ['the reward rose, the accuracy fell', [step(1), step(2, { natural: 0.7 })], 0],
    ['the accuracy fell less', [step(1), step(2, { natural: 0.75 })], undefined],
    ['the reward fell too', [step(1), step(0.5, { natural: 0.7 })], undefined],
    [
      'against the best one',
      [step(1, { natural: 0.9 }), step(1, { natural: 0.85 }), step(2, { natural: 0.75 })],
      1,
    ],
  ])('%s', (_, steps, goodUntil) => {
    expect(findingOf(hacking, memoryOf(hacking, steps, { natural: 0.8 }))?.goodUntil).toBe(goodUntil);
  });
});

test('a metric out of range, on either side, over a window', () => {
  const guard: ResolvedGuard = {
    kind: 'range',
    name: 'kl',
    metric: 'kl',
    atLeast: 0.1,
    atMost: 1,
    window: 2,
    action,
  };
  const look = (...values: readonly number[]) =>
    findingOf(
      guard,
      memoryOf(
        guard,
        values.map((kl) => ({ kl })),
      ),
    );
  expect(look(0.1, 1)).toBeUndefined();
  expect(look(3)).toBeUndefined();
  expect(look(0, 0.1)?.text).toBe('The metric kl is 0.05, below 0.1.');
  expect(look(1, 3)?.text).toBe('The metric kl is 2, above 1.');
});

test('what a run may spend', () => {
  const guard: ResolvedGuard = {
    kind: 'spending',
    name: 'money',
    tokens: 30,
    hours: 2,
    gigabytes: 1,
    action,
  };
  const memory = memoryOf(guard, times(3, {}));
  expect(findingOf(guard, memory)).toBeUndefined();
  expect(findingOf(guard, memoryOf(guard, times(4, {})))?.text).toBe(
    'The run has spent 40 response tokens, more than 30.',
  );
  expect(findingOf(guard, memory, { tokens: 0, hours: 2.5, gigabytes: 0 })?.value).toBe(2.5);
  expect(findingOf(guard, memory, { tokens: 0, hours: 0, gigabytes: 1.5 })?.text).toContain('1.5 GB of disk');
});

test('memories stay bounded, and an evaluation that is repeated takes the place of the first', () => {
  const guard: ResolvedGuard = { kind: 'range', name: 'kl', metric: 'kl', atMost: 1, window: 3, action };
  const { memory } = memoryOf(guard, times(9, { meanReward: 2, evaluated: { natural: 0.5 } }));
  expect([memory.first.length, memory.last.length, memory.evaluations.length]).toEqual([3, 3, 9]);
  const again = withEvaluation(memory, 9, { natural: 0.6 });
  expect(again.evaluations.at(-1)).toMatchObject({
    step: 9,
    steps: 1,
    reward: 2,
    accuracy: { natural: { all: 0.6 } },
  });
  expect(again.evaluations).toHaveLength(9);
});
