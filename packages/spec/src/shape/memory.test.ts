import { describe, expect, test } from 'vitest';
import * as shape from './build.js';
import { evaluateShape } from './evaluate.js';
import { type ResolvedCell, recall, remember } from './memory.js';

const plain = { when: shape.number(1), share: 0.25, rate: 0, target: 0 } as const;
const shortest: ResolvedCell = {
  ...plain,
  per: 'problem',
  initial: 0,
  update: 'min',
  observe: shape.reduce('min', 'group', shape.field('tokens'), { where: shape.field('correct') }),
  when: shape.reduce('max', 'group', shape.field('correct')),
};
const rows = (tokens: number[], correct: number[]) => ({
  length: tokens.length,
  group: tokens.map((_, row) => (row < 2 ? 'first' : 'second')),
  fields: { tokens, correct },
});
const problems = ['a', 'a', 'b', 'b'];

test('the shortest right answer of every problem is remembered; a group without one changes nothing', () => {
  const cells = { shortest };
  const once = remember(cells, {}, rows([9, 5, 3, 4], [1, 1, 0, 0]), problems);
  expect(once).toEqual({ shortest: { a: 5 } });
  const twice = remember(cells, once, rows([7, 8, 6, 4], [1, 1, 1, 0]), problems);
  expect(twice).toEqual({ shortest: { a: 5, b: 6 } });
  expect([...(recall(cells, twice, ['b', 'a', 'c']).shortest ?? [])]).toEqual([6, 5, 0]);
});

test('two groups of one problem are observed one after the other', () => {
  const cells = { latest: { ...shortest, update: 'set', when: shape.number(1) } as const };
  expect(remember(cells, {}, rows([9, 5, 3, 4], [1, 1, 1, 1]), ['a', 'a', 'a', 'a'])).toEqual({
    latest: { a: 3 },
  });
});

describe('updates of one value for the run', () => {
  const after = (cell: Partial<ResolvedCell>, ...observations: number[]): number | undefined => {
    const cells = {
      value: { ...shortest, ...plain, per: 'run', initial: 1, observe: shape.field('tokens'), ...cell },
    } as const;
    const one = (tokens: number) => ({ length: 1, fields: { tokens: [tokens] } });
    return observations.reduce<ReturnType<typeof remember>>(
      (memory, observed) => remember(cells, memory, one(observed), ['p']),
      {},
    ).value?.[''];
  };

  test.each<[Partial<ResolvedCell>, number[], number]>([
    [{ update: 'set' }, [5, 3], 3],
    [{ update: 'min' }, [5, 3, 4], 3],
    [{ update: 'max' }, [5, 3, 4], 5],
    [{ update: 'average' }, [8], 8],
    [{ update: 'average' }, [8, 4], 7],
    [{ update: 'control', rate: 0.5, target: 2 }, [4], 2],
    [{ update: 'control', rate: 0.5, target: 2, most: 1.5 }, [4], 1.5],
    [{ update: 'control', rate: 0.5, target: 8, least: 0 }, [4], 0],
  ])('%o', (cell, observations, value) => {
    expect(after(cell, ...observations)).toBe(value);
  });

  test('nothing is observed of a step without rows', () => {
    expect(
      remember(
        { value: { ...shortest, per: 'run' } },
        {},
        { length: 0, fields: { tokens: [], correct: [] } },
        [],
      ),
    ).toEqual({
      value: {},
    });
  });
});

test('a shape reads a cell by name', () => {
  const read = shape.subtract(shape.field('tokens'), shape.state('shortest'));
  const state = { shortest: Float64Array.of(5, 6) };
  expect([...evaluateShape(read, { length: 2, fields: { tokens: [9, 9] }, state })]).toEqual([4, 3]);
  expect(() => evaluateShape(read, { length: 2, fields: { tokens: [9, 9] } })).toThrow('no cell shortest');
});
