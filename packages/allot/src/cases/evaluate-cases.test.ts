import { shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { evaluateCases } from './evaluate-cases.js';

const tokens = shape.field('tokens');
const cases = {
  rows: { length: 2, fields: { tokens: [4, 0] } },
  texts: ['{"tokens": 4}', '{"tokens": 0}'],
  lines: [1, 3],
};

test('components are evaluated beside their sum', () => {
  const components = { length: shape.negate(tokens), base: shape.number(1) };
  const expression = shape.add(components.length, components.base);
  const [values] = evaluateCases({ name: 'mine', kind: 'reward', expression, components }, cases, 'x.jsonl');
  expect(values).toEqual({
    kind: 'reward',
    values: Float64Array.of(-3, 1),
    components: { length: Float64Array.of(-4, -0), base: Float64Array.of(1, 1) },
  });
});

test('a row without a finite value is an error that names it', () => {
  const expression = shape.divide(0, tokens);
  const [values, diagnostics] = evaluateCases(
    { name: 'mine', kind: 'advantage', expression, components: { part: shape.divide(1, tokens) } },
    cases,
    'x.jsonl',
  );
  expect(values).toBeUndefined();
  expect(diagnostics.map(({ code, message, span }) => [code, span?.line, message])).toEqual([
    ['cases/no-value', 3, 'The advantage of mine is NaN for the row on line 3 of x.jsonl.'],
    ['cases/no-value', 3, 'The component part of mine is Infinity for the row on line 3 of x.jsonl.'],
  ]);
});
