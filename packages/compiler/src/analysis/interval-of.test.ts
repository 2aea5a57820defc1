// Intervals hold every value that evaluation gives, and are no wider than they must be where that is known.
import { type Expression, evaluateShape, type ShapeField, type ShapeRows, shape } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paperContext } from './context.js';
import { tierDomain, wholeDomain } from './domain.js';
import { sampleGroups, withReward } from './groups.js';
import { contains } from './interval.js';
import { intervalOf } from './interval-of.js';
import { specialise } from './specialise.js';

const { field, binary, call, when, define, reduce, number } = shape;

const fields: readonly ShapeField[] = [
  ...([
    'tokens',
    'budget',
    'correct',
    'lMax',
    'progress',
    'truncated',
    'repetition',
    'mode',
    'step',
  ] as const),
];
const operators = ['+', '-', '*', '/', '%', '**', '<', '<=', '>', '>=', '==', '!=', '&&', '||'] as const;
const functions = [
  ...([
    'abs',
    'acos',
    'asin',
    'atan',
    'cbrt',
    'ceil',
    'cos',
    'cosh',
    'exp',
    'expm1',
    'floor',
    'log',
  ] as const),
  ...(['log10', 'log1p', 'log2', 'round', 'sign', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc'] as const),
];
const reducers = ['mean', 'std', 'min', 'max', 'median', 'sum', 'count', 'rank'] as const;

const { expression: expressions } = fc.letrec<{ expression: Expression }>((tie) => {
  const part = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...fields).map(field),
      fc
        .oneof(fc.constantFrom(0, 1, -1, 2, 0.5, 3), fc.double({ min: -50, max: 50, noNaN: true }))
        .map(number),
      fc.tuple(part, fc.constantFrom(...operators), part).map(([a, operator, c]) => binary(a, operator, c)),
      fc.tuple(fc.constantFrom(...functions), part).map(([name, a]) => call(name, a)),
      fc
        .tuple(fc.constantFrom('min', 'max', 'atan2', 'pow'), part, part)
        .map(([name, a, c]) => call(name as 'min', a, c)),
      fc.tuple(part, part, part).map(([test, a, c]) => when(test, a, c)),
      fc
        .tuple(part, fc.constantFrom('!', '-'))
        .map(([a, sign]) => (sign === '!' ? shape.not(a) : shape.negate(a))),
      fc
        .tuple(part, part, fc.integer({ min: 0, max: 1e9 }))
        .map(([value, body, id]) => define(`x${id}`, value, (x) => binary(body, '-', x))),
      fc
        .tuple(
          fc.constantFrom(...reducers),
          fc.constantFrom('group', 'tier', 'batch'),
          part,
          fc.option(part, { nil: undefined }),
          fc.boolean(),
        )
        .map(([reducer, scope, of, where, leaveOneOut]) =>
          reduce(reducer, scope as 'group', of, { ...(where ? { where } : {}), leaveOneOut, empty: -7 }),
        ),
    ) as fc.Arbitrary<Expression>,
  };
});

/** The first groups of a sample. */
function groupsOf(): ShapeRows {
  const { rows } = withReward(sampleGroups(paperContext), when(field('correct'), 1, 0));
  const length = 24 * paperContext.groupSize;
  const columns = Object.entries(rows.fields).map(([name, column]) => [name, column.subarray(0, length)]);
  return { length, group: rows.group as Float64Array, fields: Object.fromEntries(columns) };
}

/** Values of the rows of a tier. */
const evaluateTier = (expression: Expression, rows: ShapeRows, tier: number): Float64Array =>
  evaluateShape(expression, rows).filter((_, row) => rows.fields.tier?.[row] === tier);

describe('soundness', () => {
  const rows = groupsOf();

  test('the interval of a tier holds every value of its rows', () => {
    fc.assert(
      fc.property(expressions, fc.integer({ min: 0, max: 3 }), (expression, tier) => {
        const interval = intervalOf(expression, tierDomain(paperContext, tier));
        const values = evaluateTier(expression, rows, tier);
        const outside = values.filter((value) => !contains(interval, value));
        expect({ interval, outside: Array.from(outside.slice(0, 3)) }).toEqual({ interval, outside: [] });
      }),
      { numRuns: 800 },
    );
  });

  test('the interval of all tiers holds every value', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const interval = intervalOf(expression, wholeDomain(paperContext));
        expect(evaluateShape(expression, rows).every((value) => contains(interval, value))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

test('putting known values in changes no value', () => {
  const rows = groupsOf();
  const known = { lMax: 4096 };
  fc.assert(
    fc.property(expressions, (expression) => {
      expect(evaluateShape(specialise(expression, known), rows)).toEqual(evaluateShape(expression, rows));
    }),
    { numRuns: 200 },
  );
});

describe('tightness', () => {
  const domain = tierDomain(paperContext, 0);
  const n = field('tokens');
  test.each<[string, Expression, number, number]>([
    ['a length', n, 0, 4096],
    ['past the budget', when(binary(n, '>', field('budget')), n, 600), 513, 4096],
    ['inside it', when(binary(n, '>', field('budget')), 0, n), 0, 512],
    [
      'a quarter of a cosine',
      call('cos', binary(binary(Math.PI, '*', n), '/', binary(2, '*', field('lMax')))),
      0,
      1,
    ],
    ['a whole one', call('cos', n), -1, 1],
    ['a clip', call('min', call('max', binary(n, '-', 1000), 0), 1), 0, 1],
    ['a square', binary(binary(n, '-', 2048), '**', 2), 0, 2048 ** 2],
    ['a flag that holds', when(field('correct'), binary(1, '-', field('correct')), 0), 0, 0],
    [
      'a named length',
      define('over', binary(n, '-', 512), (over) => when(binary(over, '>', 0), over, 0)),
      0,
      3584,
    ],
    ['a count', reduce('count', 'group', 1), 16, 16],
  ])('%s', (_, expression, least, most) => {
    const found = intervalOf(expression, domain);
    expect(found.least).toBeCloseTo(least, 6);
    expect(found.most).toBeCloseTo(most, 6);
    expect(found.nan).toBe(false);
  });
});
