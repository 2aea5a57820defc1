// What the text of an emitted module is like; test/parity/shapes runs it.
import { type Expression, shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { emitPython } from './emit-python.js';

const tokens = shape.field('tokens');
const correct = shape.field('correct');

/** From the statements on, without the helpers. */
const bodyOf = (expression: Expression): string =>
  emitPython({ name: 'mine', kind: 'reward', expression }).split('"ignore"):\n')[1]!.split('\n\n')[0]!.trim();
const signatureOf = (expression: Expression, name = 'mine'): string =>
  /def (.*):/.exec(emitPython({ name, kind: 'reward', expression }))![1]!;

test.each<[string, Expression, string]>([
  [
    'a condition on flags',
    shape.when(shape.binary(correct, '&&', shape.binary(tokens, '<', 9)), 1, 0),
    'return np.where(correct & (tokens < 9), 1.0, 0.0)',
  ],
  ['a number as a condition', shape.when(tokens, 1, 0), 'return np.where(holds(tokens), 1.0, 0.0)'],
  ['a flag alone', correct, 'return np.where(correct, 1.0, 0.0)'],
  [
    'two flags added',
    shape.add(correct, correct),
    'return np.where(correct, 1.0, 0.0) + np.where(correct, 1.0, 0.0)',
  ],
  ['a flag negated', shape.not(correct), 'return np.where(~correct, 1.0, 0.0)'],
  ['the value of &&', shape.binary(correct, '&&', tokens), 'return np.where(correct, tokens, 0.0)'],
  [
    'the value of ||',
    shape.binary(tokens, '||', correct),
    'return either(tokens, np.where(correct, 1.0, 0.0))',
  ],
  [
    'a comparison of comparisons',
    shape.binary(shape.binary(1, '<', tokens), '<', 3),
    'return np.where((1 < tokens) < 3.0, 1.0, 0.0)',
  ],
  [
    'groups that differ',
    shape.subtract(tokens, shape.subtract(tokens, shape.negate(-1))),
    'return tokens - (tokens - -(-1.0))',
  ],
  ['a division of constants', shape.divide(1, 0), 'return np.divide(1.0, 0.0)'],
  ['a square', shape.binary(shape.negate(tokens), '**', 2), 'return (-tokens) ** 2'],
  ['another power', shape.binary(2, '**', tokens), 'return power(2.0, tokens)'],
  ['min of three', shape.call('min', tokens, 1, 2), 'return np.minimum(np.minimum(tokens, 1.0), 2.0)'],
])('%s', (_, expression, text) => {
  expect(bodyOf(expression)).toBe(text);
});

test('equal statistics are computed once; a named one keeps its name', () => {
  const mean = shape.reduce('mean', 'group', tokens);
  expect(bodyOf(shape.multiply(shape.subtract(tokens, mean), mean))).toBe(
    'group_mean_tokens = mean_of(tokens, groups, empty=0.0)\n        return (tokens - group_mean_tokens) * group_mean_tokens',
  );
  expect(bodyOf(shape.define('meanOf', mean, (local) => shape.add(local, mean)))).toBe(
    'mean_of_2 = mean_of(tokens, groups, empty=0.0)\n        return mean_of_2 + mean_of_2',
  );
});

test('names that meet are told apart', () => {
  const twice = (name: string) =>
    shape.add(
      shape.define(name, shape.add(tokens, 1), (local) => local),
      shape.define(name, shape.add(tokens, 2), (local) => local),
    );
  expect(bodyOf(twice('tokens'))).toContain('tokens_2 = tokens + 1\n        tokens_3 = tokens + 2');
  const sum = shape.add(
    shape.parameter('beta', 1),
    shape.add(shape.parameter('beta', 2), shape.parameter('beta', 1)),
  );
  expect(signatureOf(sum)).toBe('mine(*, beta=1.0, beta_2=2.0)');
  expect(signatureOf(shape.number(1), 'rank_of')).toBe('rank_of_2()');
});

test('arguments: what is read, tier and group for scopes, rows where nothing else tells', () => {
  const count = (scope: 'group' | 'tier' | 'batch') => shape.reduce('count', scope, shape.field('reward'));
  expect(signatureOf(shape.add(tokens, count('group')))).toBe('mine(*, tokens, group)');
  expect(signatureOf(count('tier'))).toBe('mine(*, tier, group)');
  expect(signatureOf(count('batch'))).toBe('mine(*, rows)');
});

test('a deep expression is cut into terms', () => {
  const deep = Array.from({ length: 40 }).reduce<Expression>(
    (inner) => shape.call('abs', shape.subtract(1, inner)),
    tokens,
  );
  const text = emitPython({ name: 'deep', kind: 'reward', expression: deep });
  expect(text).toContain('term_2 = ');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('nothing in a name or title ends the docstring', () => {
  const text = emitPython({
    name: 'a"""\nimport os',
    kind: 'reward',
    expression: tokens,
    title: 'Ends """ here \\',
    source: 'says "so"',
  });
  expect(text).toContain('def a_import_os(*, tokens):');
  expect(text).not.toMatch(/^import os/m);
  expect(text.match(/"""/g)).toHaveLength(4);
});
