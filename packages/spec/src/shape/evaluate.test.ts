import { describe, expect, test } from 'vitest';
import * as shape from './build.js';
import { evaluateShape } from './evaluate.js';
import type { Expression } from './expression.js';
import type { BinaryOperator, ShapeFunction } from './operations.js';
import type { ShapeRows } from './row-sets.js';

const one = (expression: Expression, fields: ShapeRows['fields'] = {}): number =>
  evaluateShape(expression, { length: 1, fields })[0] as number;

const rows: ShapeRows = {
  length: 6,
  fields: {
    reward: [1, 2, 3, 10, 20, 60],
    correct: [1, 0, 1, 0, 0, 0],
    tier: [0, 0, 1, 0, 1, 1],
  },
  group: ['a', 'a', 'a', 'b', 'b', 'b'],
};
const reward = shape.field('reward');
const reduced = (...parameters: Parameters<typeof shape.reduce>): number[] => [
  ...evaluateShape(shape.reduce(...parameters), rows),
];

describe('row by row', () => {
  test.each<[BinaryOperator, number]>([
    ['+', 8],
    ['-', 4],
    ['*', 12],
    ['/', 3],
    ['%', 0],
    ['**', 36],
    ['<', 0],
    ['<=', 0],
    ['>', 1],
    ['>=', 1],
    ['==', 0],
    ['!=', 1],
    ['&&', 2],
    ['||', 6],
  ])('6 %s 2 is %d', (operator, value) => {
    expect(one(shape.binary(6, operator, 2))).toBe(value);
    expect(one(shape.binary(shape.field('tokens'), operator, 2), { tokens: [6] })).toBe(value);
  });

  test.each<[ShapeFunction, readonly number[], number]>([
    ['abs', [-2], 2],
    ['cos', [Math.PI], -1],
    ['sin', [0], 0],
    ['exp', [0], 1],
    ['log', [1], 0],
    ['sqrt', [9], 3],
    ['pow', [2, 10], 1024],
    ['min', [3, 1, 2], 1],
    ['max', [3, 1, 2], 3],
    ['floor', [1.7], 1],
    ['ceil', [1.2], 2],
    ['round', [1.5], 2],
    ['sign', [-7], -1],
    ['tanh', [0], 0],
    ['log2', [8], 3],
    ['trunc', [-1.5], -1],
    ['atan2', [0, 1], 0],
    ['max', [5], 5],
  ])('%s', (name, operands, value) => {
    expect(one(shape.call(name, ...operands))).toBe(value);
  });

  test('a conditional picks by row; a dead branch may divide by zero', () => {
    const safe = shape.when(reward, shape.divide(6, reward), -1);
    expect([...evaluateShape(safe, { length: 3, fields: { reward: [0, 2, 3] } })]).toEqual([-1, 3, 2]);
  });

  test('NaN is false, as in JavaScript', () => {
    const nan = shape.divide(0, 0);
    expect(one(shape.when(nan, 1, 2))).toBe(2);
    expect(one(shape.not(nan))).toBe(1);
    expect(one(shape.binary(nan, '&&', 5))).toBeNaN();
    expect(one(shape.binary(nan, '||', 5))).toBe(5);
    expect(one(shape.reduce('count', 'batch', 1, { where: nan }))).toBe(0);
  });

  test('a constant expression has one value a row', () => {
    expect([...evaluateShape(shape.negate(shape.not(0)), { length: 3, fields: {} })]).toEqual([-1, -1, -1]);
    expect(evaluateShape(shape.number(1), { length: 0, fields: {} })).toHaveLength(0);
  });

  test('a named intermediate is evaluated once and read by name', () => {
    const twice = shape.define('half', shape.divide(reward, 2), (half) => shape.add(half, half));
    expect([...evaluateShape(twice, { length: 2, fields: { reward: [3, 5] } })]).toEqual([3, 5]);
    expect(() => one({ kind: 'local', name: 'half' })).toThrow('nothing is called half');
  });

  test('a missing field is named', () => {
    expect(() => one(reward)).toThrow('the rows have no field reward');
  });
});

describe('reducers', () => {
  test('scopes: a group, a tier of a group, the batch', () => {
    expect(reduced('mean', 'group', reward)).toEqual([2, 2, 2, 30, 30, 30]);
    expect(reduced('mean', 'tier', reward)).toEqual([1.5, 1.5, 3, 10, 40, 40]);
    expect(reduced('sum', 'batch', reward)).toEqual([96, 96, 96, 96, 96, 96]);
  });

  test('min, max, count', () => {
    expect(reduced('min', 'group', reward)).toEqual([1, 1, 1, 10, 10, 10]);
    expect(reduced('max', 'tier', reward)).toEqual([2, 2, 3, 10, 60, 60]);
    expect(reduced('count', 'tier', reward)).toEqual([2, 2, 1, 1, 2, 2]);
  });

  test('std: sample and population; one row gives the empty value of the sample one', () => {
    expect(reduced('std', 'group', reward, { ddof: 1 }).slice(0, 1)).toEqual([1]);
    expect(reduced('std', 'group', reward, { ddof: 0 })[0]).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(reduced('std', 'tier', reward, { ddof: 1, empty: 7 })[2]).toBe(7);
    expect(reduced('std', 'tier', reward, { ddof: 0, empty: 7 })[2]).toBe(0);
  });

  test('median and quantile interpolate between order statistics, as NumPy does', () => {
    expect(reduced('median', 'batch', reward)[0]).toBe(6.5);
    expect(reduced('quantile', 'group', reward, { quantile: 0.25 })).toEqual([1.5, 1.5, 1.5, 15, 15, 15]);
    expect(reduced('median', 'group', reward, { where: shape.field('correct') })[0]).toBe(2);
    expect(reduced('median', 'group', shape.divide(0, 0))[0]).toBeNaN();
  });

  test('rank counts the members below; ties by choice', () => {
    expect(reduced('rank', 'group', reward)).toEqual([0, 1, 2, 0, 1, 2]);
    const tied = (ties: 'min' | 'mean' | 'max') => reduced('rank', 'group', shape.field('tier'), { ties });
    expect(tied('min')).toEqual([0, 0, 2, 0, 1, 1]);
    expect(tied('mean')).toEqual([0.5, 0.5, 2, 0, 1.5, 1.5]);
    expect(tied('max')).toEqual([1, 1, 2, 0, 2, 2]);
  });

  test('a rank looks at the members of where only, and never at NaN', () => {
    const of = shape.divide(0, shape.subtract(shape.field('reward'), 2));
    expect(reduced('rank', 'group', of, { ties: 'max' })).toEqual([1, 0, 1, 2, 2, 2]);
    const where = shape.field('correct');
    expect(reduced('rank', 'group', shape.field('tier'), { where, ties: 'mean' })).toEqual([
      0, 0.5, 1, 0, 0, 0,
    ]);
  });

  test('a row may be left out of its own statistic', () => {
    expect(reduced('mean', 'group', reward, { leaveOneOut: true })).toEqual([2.5, 2, 1.5, 40, 35, 15]);
    expect(reduced('mean', 'tier', reward, { leaveOneOut: true, empty: -1 })).toEqual([2, 1, -1, -1, 60, 20]);
    expect(reduced('count', 'group', reward, { leaveOneOut: true })).toEqual([2, 2, 2, 2, 2, 2]);
  });

  test('where selects members; every row of the scope gets the value; none gives the empty value', () => {
    const where = shape.field('correct');
    expect(reduced('mean', 'group', reward, { where, empty: -1 })).toEqual([2, 2, 2, -1, -1, -1]);
    expect(reduced('count', 'group', reward, { where, empty: -1 })).toEqual([2, 2, 2, 0, 0, 0]);
  });

  test('without groups every row is its own; tier falls back to budget', () => {
    const mean = shape.reduce('mean', 'group', reward);
    expect([...evaluateShape(mean, { length: 2, fields: { reward: [1, 2] } })]).toEqual([1, 2]);
    const tier = shape.reduce('mean', 'tier', reward);
    const budgets = { length: 3, fields: { reward: [1, 3, 5], budget: [9, 9, 18] }, group: [0, 0, 0] };
    expect([...evaluateShape(tier, budgets)]).toEqual([2, 2, 5]);
    expect(() => evaluateShape(tier, { length: 1, fields: { reward: [1] } })).toThrow(
      'neither the field tier',
    );
  });
});
