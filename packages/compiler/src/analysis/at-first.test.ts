import { shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { analyzeReward } from './analyze-shape.js';
import { atFirst, lasting } from './at-first.js';
import { paperContext } from './context.js';

const shortest = shape.state('shortest');
const known = shape.binary(shortest, '>', 0);
const reward = shape.when(known, shape.divide(shape.field('tokens'), shortest), shape.field('correct'));
const cells = {
  shortest: {
    per: 'problem',
    initial: 0,
    update: 'min',
    observe: shape.field('tokens'),
    when: shape.number(1),
    share: 0.1,
    rate: 0,
    target: 0,
  },
} as const;

test('cells stand at their initial values', () => {
  expect(atFirst(shape.add(shortest, 1), cells)).toEqual(shape.add(shape.parameter('shortest', 0), 1));
});

test('a branch that waits for the memory is not called unreachable', () => {
  const found = analyzeReward(atFirst(reward, cells), paperContext);
  expect(found.map(({ code }) => code)).toContain('shape/unreachable');
  expect(lasting(reward, found).map(({ code }) => code)).not.toContain('shape/unreachable');
  expect(lasting(shape.field('correct'), found)).toEqual(found);
});
