import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDims, bindDim, type Dim, multiplyDims, subtractDims } from './dims.js';

const sizes = new Map([
  ['batch', 3],
  ['time', 7],
]);

/** Random arithmetic on dimensions, with the number it stands for. */
const { expression } = fc.letrec<{ expression: { dim: Dim; size: number } }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      { dim: 'batch', size: 3 },
      { dim: 'time', size: 7 },
      { dim: 0, size: 0 },
      { dim: 5, size: 5 },
    ),
    fc
      .tuple(tie('expression'), tie('expression'), fc.constantFrom('+', '-', '*'))
      .map(([a, b, sign]) =>
        sign === '+'
          ? { dim: addDims(a.dim, b.dim), size: a.size + b.size }
          : sign === '-'
            ? { dim: subtractDims(a.dim, b.dim), size: a.size - b.size }
            : { dim: multiplyDims(a.dim, b.dim), size: a.size * b.size },
      ),
  ),
}));

describe('dimensions', () => {
  test('have one spelling', () => {
    expect(multiplyDims('time', 'batch')).toBe('batch*time');
    expect(addDims(-1, 'time')).toBe('time-1');
    expect(multiplyDims(2, addDims('batch', 3), 'time')).toBe('2*batch*time+6*time');
    expect(subtractDims('time', 'time')).toBe(0);
  });

  test('compute what they print', () => {
    fc.assert(
      fc.property(expression, ({ dim, size }) => {
        // `+ 0` makes the reference's -0 a 0: a size has no sign of zero.
        expect(bindDim(dim, sizes)).toBe(size + 0);
      }),
    );
  });

  test('equal sizes in another order are spelled the same', () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        expect(addDims(a.dim, b.dim)).toBe(addDims(b.dim, a.dim));
        expect(multiplyDims(a.dim, b.dim)).toBe(multiplyDims(b.dim, a.dim));
        expect(subtractDims(addDims(a.dim, b.dim), b.dim)).toBe(a.dim);
      }),
    );
  });
});
