import { expect, test } from 'vitest';
import * as shape from './build.js';
import type { Expression } from './expression.js';
import { mapParts, partsOf, somePart, withoutNames } from './parts.js';

const correct = shape.field('correct');
const everyKind = shape.define(
  'x',
  shape.when(correct, shape.negate(1), shape.call('max', shape.parameter('beta', 4), shape.state('cell'))),
  (x) =>
    shape.add(
      shape.signal('brief', 'response'),
      shape.add(x, shape.reduce('mean', 'group', shape.field('tokens'), { where: correct })),
    ),
);

test('the parts of every kind of expression are found', () => {
  const kinds = new Set<string>();
  somePart(everyKind, (part) => {
    kinds.add(part.kind);
    return false;
  });
  const all: Record<Expression['kind'], true> = {
    number: true,
    field: true,
    parameter: true,
    unary: true,
    binary: true,
    call: true,
    conditional: true,
    let: true,
    local: true,
    state: true,
    signal: true,
    reduce: true,
  };
  expect([...kinds].sort()).toEqual(Object.keys(all).sort());
});

test('the parts of an expression can be replaced; it stays the same where they do', () => {
  const same = (part: Expression): Expression => mapParts(part, same);
  expect(same(everyKind)).toEqual(everyKind);
  expect(mapParts(shape.negate(correct), () => shape.number(3))).toEqual(shape.negate(3));
});

test('without names, named constants are numbers', () => {
  expect(withoutNames(shape.add(shape.parameter('beta', 4), correct))).toEqual(shape.add(4, correct));
});

test('a condition of a statistic is a part of it', () => {
  expect(partsOf(shape.reduce('count', 'group', 1, { where: correct }))).toEqual([shape.number(1), correct]);
  expect(partsOf(shape.reduce('count', 'group', 1))).toEqual([shape.number(1)]);
});
