import { evaluateShape } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { templates } from '../library.js';

const evaluate = (
  name: string,
  rewards: readonly number[],
  { budgets = rewards.map(() => 1024), groups = rewards.map(() => 0), parameters = {} } = {},
): number[] => [
  ...evaluateShape(templates.advantages.get(name)!.build(parameters), {
    length: rewards.length,
    fields: { reward: rewards, budget: budgets, tier: budgets, lMax: rewards.map(() => 4096) },
    group: groups,
  }),
];

const paperBudgets = [512, 1024, 2048, 2560].flatMap((budget) => [budget, budget, budget, budget]);

describe('hbpo', () => {
  test('an all-wrong group is pushed down by f2 of each budget: -3.92, -3.70, -2.83, -2.22', () => {
    const advantage = evaluate(
      'hbpo',
      paperBudgets.map(() => 0),
      { budgets: paperBudgets },
    );
    for (const [i, expected] of [-3.92314, -3.69552, -2.82843, -2.22228].entries())
      for (const value of advantage.slice(4 * i, 4 * i + 4)) expect(value).toBeCloseTo(expected, 5);
  });

  test('worked by hand: two tiers of two, rewards 3, 1 | 2, 0', () => {
    // Mean 1.5, sample std sqrt(5 / 3); tier means 2 and 1; f2(1024) = 3.69552, f2(2048) = 2.82843.
    const budgets = [1024, 1024, 2048, 2048];
    const std = Math.sqrt(5 / 3);
    const expected = [
      2 - 3.69552 + 1.5 / std,
      2 - 3.69552 - 0.5 / std,
      1 - 2.82843 + 0.5 / std,
      1 - 2.82843 - 1.5 / std,
    ];
    const advantage = evaluate('hbpo', [3, 1, 2, 0], { budgets });
    for (const [i, value] of expected.entries()) expect(advantage[i]).toBeCloseTo(value, 4);
    const released = evaluate('hbpo-released', [3, 1, 2, 0], { budgets });
    const intra = [2 - 3.69552, 2 - 3.69552, 1 - 2.82843, 1 - 2.82843];
    for (const [i, value] of expected.entries()) expect(released[i]).toBeCloseTo(value + intra[i]!, 4);
  });

  test('without the intra term it is GRPO', () => {
    const rewards = [3, 1, 2, 0];
    expect(evaluate('hbpo', rewards, { parameters: { intra: false } })).toEqual(evaluate('grpo', rewards));
  });

  test('a tier of another group is another tier', () => {
    const advantage = evaluate('hbpo', [0, 0, 3.69552, 3.69552], { groups: [0, 0, 1, 1] });
    expect(advantage[0]).toBeCloseTo(-3.69552, 4);
    expect(advantage[2]).toBeCloseTo(0, 4);
  });
});

describe('grpo', () => {
  test('one right answer in four: 1.5 and -0.5 sample deviations', () => {
    const advantage = evaluate('grpo', [1, 0, 0, 0]);
    for (const [i, expected] of [1.5, -0.5, -0.5, -0.5].entries())
      expect(advantage[i]).toBeCloseTo(expected, 4);
  });

  test('the population deviation, where asked for', () => {
    const advantage = evaluate('grpo', [1, 0], { parameters: { sampleStd: false } });
    expect(advantage[0]).toBeCloseTo(1, 4);
  });

  test('equal rewards and groups of one give 0, never NaN', () => {
    expect(evaluate('grpo', [2, 2, 7], { groups: [0, 0, 1] })).toEqual([0, 0, 0]);
  });
});

test('dr-grpo: the distance from the mean', () => {
  expect(evaluate('dr-grpo', [1, 0, 0, 0])).toEqual([0.75, -0.25, -0.25, -0.25]);
});

test('rloo: the distance from the mean of the others; 0 in a group of one', () => {
  const advantage = evaluate('rloo', [1, 0, 0, 0, 5], { groups: [0, 0, 0, 0, 1] });
  for (const [i, expected] of [1, -1 / 3, -1 / 3, -1 / 3, 0].entries())
    expect(advantage[i]).toBeCloseTo(expected, 12);
});
