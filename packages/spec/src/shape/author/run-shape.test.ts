// A user's shape as TypeScript runs it.
import { describe, expect, test } from 'vitest';
import { fieldTable } from '../fields.js';
import { defineAdvantage, defineCredit, defineReward } from './define-shape.js';
import { runCredit, runShape, type ShapeCase } from './run-shape.js';
import type { CreditRow } from './token-rows.js';

type FlagField = {
  [Name in keyof CreditRow]: CreditRow[Name] extends boolean ? Name : never;
}[keyof CreditRow];

test('the fields that are booleans in a row are the flags of the table', () => {
  const flags = {
    correct: true,
    formatted: true,
    truncated: true,
    thinking: true,
  } satisfies Record<FlagField, true>;
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

describe('tokens', () => {
  const rows: readonly ShapeCase[] = [
    {
      correct: true,
      advantage: 2,
      group: 'a',
      response: { logProbability: [-1, -3, -2], thinking: [true, true, false], segmentIndex: [0, 0, 1] },
    },
    {
      correct: false,
      advantage: -1,
      group: 'a',
      response: { logProbability: [-4], thinking: [true], segmentIndex: [0] },
    },
    {
      correct: false,
      advantage: 0,
      group: 'b',
      response: { logProbability: [], thinking: [], segmentIndex: [] },
    },
  ];

  test('statistics of a response, of none too', () => {
    const sure = defineReward('sure', ({ response }) =>
      response.mean((token) => token.logProbability, { where: (token) => token.thinking, empty: 9 }),
    );
    expect(runShape(sure, rows)).toEqual([-2, -4, 9]);
    const count = defineReward(
      'count',
      ({ response }) => response.count() + 10 * response.sum((t) => t.correct),
    );
    expect(runShape(count, rows)).toEqual([33, 1, 0]);
  });

  test('of members of a group', () => {
    const least = defineReward('least', (_, { group }) =>
      group.mean((r) => r.response.min((t) => t.logProbability, { empty: 0 }), { empty: 0 }),
    );
    expect(runShape(least, rows)).toEqual([-3.5, -3.5, 0]);
  });

  test('a credit has a value for every token: by its segment, by its place in the group', () => {
    const bySegment = defineCredit(
      'by-segment',
      ({ segment, advantage, index }) =>
        advantage + 10 * segment.max((t) => t.logProbability, { empty: 0 }) + 100 * index,
    );
    expect(runCredit(bySegment, rows)).toEqual([[-8, 92, 182], [-41], []]);
    const byPlace = defineCredit('by-place', ({ position }) =>
      position.mean((t) => t.logProbability, { empty: 0 }),
    );
    expect(runCredit(byPlace, rows)).toEqual([[-2.5, -3, -2], [-2.5], []]);
  });

  test('a field that the tokens lack is named', () => {
    const sure = defineReward('sure', ({ response }) => response.sum((token) => token.segmentIndex));
    expect(() => runShape(sure, [{ response: { logProbability: [-1] } }])).toThrow(
      'row 0 has no field segmentIndex',
    );
  });
});
