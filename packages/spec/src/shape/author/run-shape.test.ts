// A user's shape as TypeScript runs it.
import { describe, expect, test } from 'vitest';
import { fieldTable } from '../fields.js';
import { defineAdvantage, defineReward } from './define-shape.js';
import type { AdvantageRow } from './rows.js';
import { runShape, type ShapeCase } from './run-shape.js';

type FlagField = {
  [Name in keyof AdvantageRow]: AdvantageRow[Name] extends boolean ? Name : never;
}[keyof AdvantageRow];

test('the fields that are booleans in a row are the flags of the table', () => {
  const flags = { correct: true, formatted: true, truncated: true } satisfies Record<FlagField, true>;
  const inTable = Object.entries(fieldTable).flatMap(([name, { type }]) => (type === 'flag' ? [name] : []));
  expect(Object.keys(flags).sort()).toEqual(inTable.sort());
});

describe('runShape', () => {
  const brief = defineReward('brief', ({ correct, tokens, lMax }) => (correct ? 1 - tokens / lMax : 0));

  test('row by row', () => {
    const rows = [
      { correct: true, tokens: 50, lMax: 200 },
      { correct: false, tokens: 50, lMax: 200 },
    ];
    expect(runShape(brief, rows)).toEqual([0.75, 0]);
    expect(runShape((row, scopes) => 2 * brief(row, scopes), rows)).toEqual([1.5, 0]);
  });

  test('a shape carries its name and kind', () => {
    expect([brief.shape, brief.kind]).toEqual(['brief', 'reward']);
  });

  test('a field that a row lacks is named', () => {
    expect(() => runShape(brief, [{ correct: true, tokens: 1 }])).toThrow('row 0 has no field lMax');
  });

  const rows: readonly ShapeCase[] = [
    { reward: 1, tokens: 10, budget: 8, correct: true, group: 'a' },
    { reward: 2, tokens: 20, budget: 8, correct: false, group: 'a' },
    { reward: 6, tokens: 60, budget: 16, correct: true, group: 'a' },
    { reward: 10, tokens: 10, budget: 8, correct: true, group: 'b' },
    { reward: 20, tokens: 40, budget: 16, correct: false },
  ];
  const of = (shape: Parameters<typeof defineAdvantage>[1]) => runShape(defineAdvantage('x', shape), rows);

  test.each<[string, Parameters<typeof defineAdvantage>[1], readonly number[]]>([
    ['mean', (_, { group }) => group.mean((r) => r.reward, { empty: 0 }), [3, 3, 3, 10, 20]],
    ['mean of a tier', (_, { tier }) => tier.mean((r) => r.reward, { empty: 0 }), [1.5, 1.5, 6, 10, 20]],
    [
      'mean of a flag',
      (_, { batch }) => batch.mean((r) => r.correct, { empty: 0 }),
      [0.6, 0.6, 0.6, 0.6, 0.6],
    ],
    [
      'mean where',
      (_, { group }) => group.mean((r) => r.tokens, { where: (r) => r.correct, empty: -1 }),
      [35, 35, 35, 10, -1],
    ],
    [
      'mean without itself',
      (_, { group }) => group.mean((r) => r.reward, { leaveOneOut: true, empty: -1 }),
      [4, 3.5, 1.5, -1, -1],
    ],
    [
      'std of one',
      (_, { tier }) => tier.std((r) => r.reward, { empty: 9 }),
      [Math.SQRT1_2, Math.SQRT1_2, 9, 9, 9],
    ],
    ['std, ddof 0', (_, { tier }) => tier.std((r) => r.reward, { empty: 9, ddof: 0 }), [0.5, 0.5, 0, 0, 0]],
    ['min', (_, { group }) => group.min((r) => r.tokens, { empty: 0 }), [10, 10, 10, 10, 40]],
    ['max', (_, { group }) => group.max((r) => r.tokens, { empty: 0 }), [60, 60, 60, 10, 40]],
    ['median', (_, { group }) => group.median((r) => r.tokens, { empty: 0 }), [20, 20, 20, 10, 40]],
    ['quantile', (_, { group }) => group.quantile((r) => r.tokens, 0.25, { empty: 0 }), [15, 15, 15, 10, 40]],
    ['sum', (_, { group }) => group.sum((r) => r.reward), [9, 9, 9, 10, 20]],
    ['count', (_, { group }) => group.count((r) => r.correct), [2, 2, 2, 1, 0]],
    ['count of all', (_, { group }) => group.count(), [3, 3, 3, 1, 1]],
    ['rank', (_, { group }) => group.rank((r) => r.tokens), [0, 1, 2, 0, 0]],
    ['rank with ties', (_, { batch }) => batch.rank((r) => r.tokens, { ties: 'max' }), [1, 2, 4, 1, 3]],
  ])('%s', (_, shape, values) => {
    expect(of(shape)).toEqual(values);
  });
});
