import { expect, test } from 'vitest';
import * as shape from './build.js';
import type { Expression } from './expression.js';
import { partsOf, somePart } from './parts.js';

const correct = shape.field('correct');
const everyKind = shape.define(
  'x',
  shape.when(correct, shape.negate(1), shape.call('max', shape.parameter('beta', 4), shape.state('cell'))),
  (x) => shape.add(x, shape.reduce('mean', 'group', shape.field('tokens'), { where: correct })),
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
    reduce: true,
  };
  expect([...kinds].sort()).toEqual(Object.keys(all).sort());
});

test('a condition of a statistic is a part of it', () => {
  expect(partsOf(shape.reduce('count', 'group', 1, { where: correct }))).toEqual([shape.number(1), correct]);
  expect(partsOf(shape.reduce('count', 'group', 1))).toEqual([shape.number(1)]);
});
