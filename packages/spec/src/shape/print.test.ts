import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as shape from './build.js';
import { evaluateShape } from './evaluate.js';
import type { Expression } from './expression.js';
import type { BinaryOperator } from './operations.js';
import { printShape } from './print.js';

const a = shape.field('tokens');
const b = shape.field('budget');

describe('printShape', () => {
  const cases: readonly (readonly [Expression, string])[] = [
    [shape.add(a, shape.multiply(b, 2)), 'tokens + budget * 2'],
    [shape.multiply(shape.add(a, b), 2), '(tokens + budget) * 2'],
    [shape.subtract(a, shape.subtract(b, 1)), 'tokens - (budget - 1)'],
    [shape.subtract(shape.subtract(a, b), 1), 'tokens - budget - 1'],
    [shape.divide(a, shape.multiply(2, b)), 'tokens / (2 * budget)'],
    [shape.negate(shape.add(a, b)), '-(tokens + budget)'],
    [shape.call('cos', shape.multiply(Math.PI, a)), 'cos(pi * tokens)'],
    [shape.when(shape.binary(a, '<', b), 1, 0), 'tokens < budget ? 1 : 0'],
    [shape.add(shape.when(a, 1, 0), 1), '(tokens ? 1 : 0) + 1'],
    [shape.reduce('mean', 'tier', a, { where: shape.field('correct') }), 'mean[tier](tokens where correct)'],
    [
      shape.reduce('quantile', 'group', a, { quantile: 0.3, leaveOneOut: true }),
      'quantile(0.3)[group without itself](tokens)',
    ],
    [
      shape.add(
        1,
        shape.define('x', shape.divide(a, b), (x) => shape.multiply(x, x)),
      ),
      '1 + (let x = tokens / budget in x * x)',
    ],
    [shape.binary(shape.negate(a), '**', 2), '(-tokens) ** 2'],
    [shape.binary(shape.binary(a, '**', b), '**', 2), '(tokens ** budget) ** 2'],
    [shape.parameter('beta', 4), 'beta'],
    [shape.negate(-1), '-(-1)'],
  ];

  test.each(cases.map(([expression, text]) => ({ expression, text })))('$text', ({ expression, text }) => {
    expect(printShape(expression)).toBe(text);
  });

  test('the text means the same as the expression', () => {
    const operators: BinaryOperator[] = [
      '+',
      '-',
      '*',
      '/',
      '%',
      '**',
      '<',
      '<=',
      '>',
      '>=',
      '==',
      '!=',
      '&&',
      '||',
    ];
    const leaf = fc.oneof(
      fc.integer({ min: -3, max: 3 }).map(shape.number),
      fc.constantFrom<'tokens' | 'budget'>('tokens', 'budget').map(shape.field),
    );
    const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc
          .tuple(tie('expression'), fc.constantFrom(...operators), tie('expression'))
          .map(([left, operator, right]) => shape.binary(left, operator, right)),
        fc
          .tuple(fc.constantFrom(shape.negate, shape.not), tie('expression'))
          .map(([make, inner]) => make(inner)),
        fc
          .tuple(tie('expression'), tie('expression'), tie('expression'))
          .map(([test_, yes, no]) => shape.when(test_, yes, no)),
      ),
    }));
    fc.assert(
      fc.property(expression, (drawn) => {
        const [value] = evaluateShape(drawn, { length: 1, fields: { tokens: [5], budget: [2] } });
        const evaluated: unknown = runInNewContext(printShape(drawn), { tokens: 5, budget: 2 });
        expect(Number(evaluated) + 0).toBe(value! + 0);
      }),
      { numRuns: 2000 },
    );
  });
});
