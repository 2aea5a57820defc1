import { expect, test } from 'vitest';
import * as shape from './build.js';
import { readsOf } from './reads.js';

test('fields in the order of the table, and scopes', () => {
  const centered = shape.subtract(
    shape.field('reward'),
    shape.reduce('mean', 'tier', shape.field('tokens'), { where: shape.field('correct') }),
  );
  expect(readsOf(centered, shape.when(shape.field('formatted'), 1, 0))).toEqual({
    fields: ['tokens', 'correct', 'formatted', 'tier', 'reward'],
    scopes: ['tier'],
  });
  expect(readsOf(shape.number(1))).toEqual({ fields: [], scopes: [] });
});
