import { shapeCurves } from '@allot/report';
import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { findingsOf } from './findings-of.js';

const findings = (name: string, budgets = [512, 2560]) =>
  findingsOf(
    shapeCurves(
      { kind: 'reward', expression: templates.rewards.get(name)!.build({}) },
      { budgets, lMax: 4096 },
    ),
  ).map(({ message }) => message);

test('the length at which the budget that is worth more changes', () => {
  // f1(n, 512) = f2(2560): 4 cos(pi n / 8192) - (n - 512) / 4096 = 4 cos(pi 2560 / 8192) at n = 2217.5.
  expect(findings('hbpo')).toEqual([
    'Up to 2,217 tokens a right answer is worth more in budget 512 than in 2560, from there on less.',
  ]);
});

test('tiers whose order never changes, and shapes that do not tell tiers apart', () => {
  expect(findings('l1-max')).toEqual([
    'No two tiers change places between 0 and 4,096 tokens: the same budget is worth most at every length.',
  ]);
  expect(findings('cosine')).toEqual([]);
  expect(findings('hbpo', [512])).toEqual([]);
});
