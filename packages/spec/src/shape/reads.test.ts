import { expect, test } from 'vitest';
import * as shape from './build.js';
import type { Expression } from './expression.js';
import { isOfTokens, readsOf, readsTokens } from './reads.js';

test('fields in the order of the table, and scopes', () => {
  const centered = shape.subtract(
    shape.field('reward'),
    shape.reduce('mean', 'tier', shape.field('tokens'), { where: shape.field('correct') }),
  );
  expect(readsOf(centered, shape.when(shape.field('formatted'), 1, 0))).toEqual({
    fields: ['tokens', 'correct', 'formatted', 'tier', 'reward'],
    scopes: ['tier'],
    tokenFields: [],
    tokenScopes: [],
  });
  const none = { fields: [], scopes: [], tokenFields: [], tokenScopes: [] };
  expect(readsOf(shape.number(1))).toEqual(none);
});

test('fields and scopes of tokens', () => {
  const sure = shape.reduce('mean', 'segment', shape.field('logProbability'));
  const most = shape.reduce('max', 'response', sure, { where: shape.field('correct') });
  expect(readsOf(most)).toEqual({
    fields: ['correct'],
    scopes: [],
    tokenFields: ['segmentIndex', 'logProbability'],
    tokenScopes: ['response', 'segment'],
  });
  expect([readsTokens(most), isOfTokens(most)]).toEqual([true, false]);
  expect([readsTokens(sure), isOfTokens(sure)]).toEqual([true, true]);
  expect([readsTokens(shape.field('tokens')), isOfTokens(shape.field('tokens'))]).toEqual([false, false]);
  const local: Expression = { kind: 'local', name: 'x' };
  expect([isOfTokens(local), isOfTokens(local, new Set(['x']))]).toEqual([false, true]);
});
