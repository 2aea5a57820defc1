import { describe, expect, test } from 'vitest';
import { type Code, layOut, list, prefix } from './layout.js';

const long = (letter: string): string => letter.repeat(60);
const chain = (first: Code, ...rest: readonly (readonly [string, Code])[]): Code => ({
  kind: 'chain',
  first,
  rest,
});

describe('layout', () => {
  test('one line where it fits', () => {
    expect(layOut(prefix('x = ', list('f(', ['a', chain('b', ['+', 'c'])], ')')), 4)).toBe(
      '    x = f(a, b + c)',
    );
  });

  test('a bracket breaks into one item a line, each with a comma', () => {
    expect(layOut(list('f(', [long('a'), chain(long('b'), ['*', 'c'])], ')'), 4)).toBe(
      `    f(\n        ${long('a')},\n        ${long('b')} * c,\n    )`,
    );
  });

  test('a chain breaks before its operators, in parentheses where it does not begin its line', () => {
    const sum = chain(long('a'), ['+', long('b')]);
    expect(layOut(prefix('return ', sum), 0)).toBe(`return (\n    ${long('a')}\n    + ${long('b')}\n)`);
    expect(layOut(list('f(', [sum], ')'), 0)).toBe(`f(\n    ${long('a')}\n    + ${long('b')},\n)`);
  });

  test('a tighter chain inside a looser one keeps its operands together', () => {
    const product = chain(long('b'), ['*', long('c')]);
    expect(layOut(list('f(', [chain('a', ['+', product])], ')'), 0)).toBe(
      `f(\n    a\n    + (\n        ${long('b')}\n        * ${long('c')}\n    ),\n)`,
    );
    expect(layOut(list('f(', [chain(product, ['+', 'a'])], ')'), 0)).toBe(
      `f(\n    (\n        ${long('b')}\n        * ${long('c')}\n    )\n    + a,\n)`,
    );
  });

  test('what follows on the line counts', () => {
    const call = list('f(', ['a'.repeat(106)], ')');
    expect(layOut(call, 0)).not.toContain('\n');
    expect(layOut(call, 0, 2)).toContain('\n');
  });
});
