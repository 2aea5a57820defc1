import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as shape from './build.js';
import { applyOperator, type Column, selectRows } from './columns.js';
import { evaluateShape } from './evaluate.js';
import { type BinaryOperator, binaryOperations, holds } from './operations.js';

const special = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  5e-324,
  2 ** 53,
];
const value = fc.oneof(fc.double(), fc.constantFrom(...special));
const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 });
const all = (column: Column, length: number): number[] =>
  typeof column === 'number' ? Array.from({ length }, () => column) : [...column];

describe('columns', () => {
  test.each(Object.keys(binaryOperations) as BinaryOperator[])(
    '%s means row by row what it means for numbers',
    (operator) => {
      const meaning = binaryOperations[operator];
      fc.assert(
        fc.property(pairs, (rows) => {
          const left = rows.map(([a]) => a);
          const right = rows.map(([, b]) => b);
          const [a, b] = [left[0] as number, right[0] as number];
          const columns = () => [Float64Array.from(left), Float64Array.from(right)] as const;
          const [first, second] = columns();
          expect(all(applyOperator(operator, first, second), rows.length)).toEqual(
            rows.map(([x, y]) => meaning(x, y)),
          );
          expect(all(applyOperator(operator, first, b), rows.length)).toEqual(left.map((x) => meaning(x, b)));
          expect(all(applyOperator(operator, a, second), rows.length)).toEqual(
            right.map((y) => meaning(a, y)),
          );
          expect(applyOperator(operator, a, b)).toBe(meaning(a, b));
          expect([first, second]).toEqual(columns());
        }),
      );
    },
  );

  test('a choice is made row by row', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const test = Float64Array.from(rows, ([a]) => a);
        const other = Float64Array.from(rows, ([, b]) => b);
        expect([...(selectRows(test, other, 7) as Float64Array)]).toEqual(
          rows.map(([a, b]) => (holds(a) ? b : 7)),
        );
        expect([...(selectRows(test, 7, other) as Float64Array)]).toEqual(
          rows.map(([a, b]) => (holds(a) ? 7 : b)),
        );
      }),
    );
  });
});

test('fields and named intermediates are left as they are, however often they are read', () => {
  const tokens = Float64Array.of(1, 2, 3);
  const doubled = shape.define('x', shape.multiply(shape.field('tokens'), 2), (x) =>
    shape.add(shape.multiply(shape.negate(x), x), shape.when(x, shape.subtract(x, shape.field('tokens')), x)),
  );
  const first = evaluateShape(doubled, { length: 3, fields: { tokens } });
  expect([...first]).toEqual([-3, -14, -33]);
  expect([...tokens]).toEqual([1, 2, 3]);
  const again = evaluateShape(shape.negate(shape.field('reward')), { length: 3, fields: { reward: first } });
  expect([...again]).toEqual([3, 14, 33]);
  expect([...first]).toEqual([-3, -14, -33]);
});
