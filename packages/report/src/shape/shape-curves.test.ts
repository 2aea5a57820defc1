import { shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { unbalancedTags } from '../../test-support/unbalanced-tags.js';
import { type ShapeCurve, shapeCurves } from './shape-curves.js';
import { shapeSvg } from './shape-svg.js';

const [tokens, budget, correct] = [shape.field('tokens'), shape.field('budget'), shape.field('correct')];
const setting = { budgets: [10, 20], lMax: 40 };
const at = (curve: ShapeCurve | undefined, length: number): number | undefined => curve?.values[length];
/** A right answer is worth less the further it is from its budget. */
const near = shape.when(correct, shape.subtract(1, shape.call('abs', shape.subtract(tokens, budget))), 0);

test('a curve a tier for right answers, one for all wrong ones, and where tiers change places', () => {
  const { curves, lengths, resolution, crossings, reference } = shapeCurves(
    { kind: 'reward', expression: near },
    setting,
  );
  expect([lengths.length, resolution, reference]).toEqual([41, 1, undefined]);
  expect(curves.map(({ tier, correct: right }) => [tier, right])).toEqual([
    [0, true],
    [1, true],
    [undefined, false],
  ]);
  expect([at(curves[0], 10), at(curves[0], 13), at(curves[1], 13), at(curves[2], 13)]).toEqual([
    1, -2, -6, 0,
  ]);
  expect(crossings).toEqual([{ tiers: [0, 1], tokens: 15, value: -4 }]);
});

test('a shape that reads neither budget nor tier has one curve', () => {
  const { curves } = shapeCurves({ kind: 'reward', expression: shape.when(correct, tokens, 0) }, setting);
  expect(curves.map(({ tier, correct: right }) => [tier, right])).toEqual([
    [undefined, true],
    [undefined, false],
  ]);
});

test('inside a group one rollout varies among fixed siblings, whatever the scope', () => {
  // The siblings have 5, 8 and 10 tokens in the first tier, 10, 15 and 20 in the second.
  const mean = (scope: 'group' | 'tier' | 'batch') =>
    shapeCurves({ kind: 'reward', expression: shape.reduce('mean', scope, tokens) }, setting);
  for (const scope of ['group', 'batch'] as const)
    expect(at(mean(scope).curves[0], 2)).toBeCloseTo((2 + 5 + 8 + 10 + 10 + 15 + 20) / 7, 12);
  expect(
    mean('tier')
      .curves.slice(0, 2)
      .map((curve) => at(curve, 2)),
  ).toEqual([25 / 4, 47 / 4]);
  expect(mean('group').reference).toMatch(/siblings/);
});

test('an advantage reads the reward that the rollouts get', () => {
  const expression = shape.subtract(
    shape.field('reward'),
    shape.reduce('mean', 'group', shape.field('reward')),
  );
  const { curves, reference } = shapeCurves(
    { kind: 'advantage', expression, reward: { name: 'mine', expression: near } },
    setting,
  );
  // Siblings earn -4, -1, 0 and -9, -4, 0.
  expect(at(curves[0], 10)).toBeCloseTo(1 - (1 - 18) / 7, 12);
  expect(reference).toMatch(/^The reward is mine\./);
});

test('the SVG is well-formed, the same every time, and has a dash for wrong answers and a dot for a crossing', () => {
  const curves = shapeCurves({ kind: 'reward', expression: near }, setting);
  const svg = shapeSvg('near <b>', curves);
  expect(shapeSvg('near <b>', curves)).toBe(svg);
  expect(unbalancedTags(svg.replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>'))).toEqual([]);
  expect(svg).toContain('near &lt;b&gt;');
  for (const text of ['right, budget 10', 'right, budget 20', '>wrong<', 'tiers change places', '>20<'])
    expect(svg).toContain(text);
  expect(svg).not.toMatch(/NaN|undefined/);
});

test('a length without a value is a gap, not a number', () => {
  const expression = shape.divide(0, shape.subtract(tokens, 5));
  const svg = shapeSvg('gap', shapeCurves({ kind: 'reward', expression }, setting));
  expect(svg).not.toMatch(/NaN|Infinity/);
});
