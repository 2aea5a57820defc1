import { evaluateShape, recall, remember } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { templates } from '../library.js';
import { near } from '../testing/near.js';
import { columnsOf, type Row, rewardOf, row, siblings } from '../testing/rows.js';

test('hapo: nothing is said of length before a right answer is known', () => {
  expect(rewardOf('hapo', [row({ tokens: 50 }), row({ tokens: 50, correct: false })])).toEqual([1, 0]);
});

test('hapo: right answers against the shortest so far, 200 tokens', () => {
  // f(100) = cos(pi / 4), f(200) = cos(pi / 2), f(300) = cos(3 pi / 4) = -0.7071 raised to -0.7, f(400) = -1 raised
  const rows = siblings([100, 200, 300, 400], [100, 300, 400]);
  // Wrong: min(0, 0.7071), min(0, -0.7071), -1
  expect(rewardOf('hapo', rows, {}, { hapoShortest: 200 })).toEqual(
    near([1.707106781, 1, 0.3, 0.3, 0, -Math.SQRT1_2, -1]),
  );
});

test('hapo remembers the shortest right answer of each problem', () => {
  const cells = templates.rewards.get('hapo')?.cells?.({}) ?? {};
  const rows = columnsOf(siblings([300, 200], [10]));
  const problems = ['p', 'p', 'p'];
  const before = { ...rows, state: recall(cells, {}, problems) };
  const memory = remember(cells, {}, before, problems);
  expect(memory).toEqual({ hapoShortest: { p: 200 } });
  const later = remember(cells, memory, { ...columnsOf(siblings([250], [10])) }, ['p', 'p']);
  expect(later).toEqual(memory);
});

test('a-dlp: the price rises while accuracy is above the reference, and never falls below 0', () => {
  const cells = templates.rewards.get('a-dlp')?.cells?.({ price: 0.001, rate: 0.01, accuracy: 0.5 }) ?? {};
  const step = (right: number, wrong: number, memory = {}) => {
    const rows = columnsOf(siblings(Array(right).fill(10) as number[], Array(wrong).fill(10) as number[]));
    return remember(cells, memory, rows, Array(right + wrong).fill('p') as string[]);
  };
  // 0.001 + 0.01 * (0.75 - 0.5) ; 0.001 + 0.01 * (0 - 0.5) < 0
  expect(step(3, 1).aDlpPrice?.['']).toBeCloseTo(0.0035, 12);
  expect(step(0, 4).aDlpPrice?.['']).toBe(0);
});

test('short-rl: length counts while accuracy is near the best so far', () => {
  // One of two right: accuracy 0.5. 0.5 >= 0.55 - 0.05, but not 0.56 - 0.05.
  const rows = siblings([100], [5]);
  expect(rewardOf('short-rl', rows, {}, { shortRlBest: 0.549 })).toEqual(near([3.5, -0.5]));
  expect(rewardOf('short-rl', rows, {}, { shortRlBest: 0.56 })).toEqual(near([3, -0.5]));
});

test("lapo-internalize remembers each problem's least median of right lengths", () => {
  const given = { remembered: true };
  const cells = templates.rewards.get('lapo-internalize')?.cells?.(given) ?? {};
  const after = (right: readonly number[], memory = {}) =>
    remember(
      cells,
      memory,
      columnsOf(siblings(right, [9])),
      [...right, 9].map(() => 'p'),
    );
  const first = after([100, 300, 320]);
  expect(first).toEqual({ lapoLength: { p: 300 } });
  expect(after([500], first)).toEqual(first);
  expect(after([200], first)).toEqual({ lapoLength: { p: 200 } });
  expect(after([], first)).toEqual(first);
  // Unsolved so far: the group's own median, 300. Then 180, so that 300 is one width away.
  const rows = siblings([300, 300], [1]);
  expect(rewardOf('lapo-internalize', rows, given)).toEqual(near([1.7, 1.7, 0]));
  expect(rewardOf('lapo-internalize', rows, given, { lapoLength: 180 })[0]).toBeCloseTo(
    1 + 0.7 * Math.exp(-0.5),
    12,
  );
});

describe('laser-d', () => {
  const cellsOf = (parameters: Readonly<Record<string, number>>) =>
    templates.rewards.get('laser-d')?.cells?.(parameters) ?? {};
  const cells = cellsOf({});
  /** Groups of three with this many right answers, of these lengths. */
  const batch = (step: number, ...groups: readonly (readonly number[])[]) =>
    groups.flatMap((right, group) =>
      siblings(right, Array(3 - right.length).fill(9999) as number[]).map((one) => ({ ...one, group, step })),
    );
  const after = (rows: readonly Row[], memory = {}, observed = cells) =>
    remember(
      observed,
      memory,
      columnsOf(rows),
      rows.map(() => 'p'),
    );

  test('targets adapt every 20 steps, by difficulty', () => {
    // Easy (3 of 3, k = 2): half of 500, 1100, 2000, 4000, 1030, 9000 is covered by the third shortest, 1100: 2048.
    // Medium (1 of 3, k = 1): the longest, 3500: 4096. Hard: no right answer, nothing is learnt.
    const rows = (step: number) => batch(step, [500, 1100, 2000], [4000, 1030, 9000], [3500], [20], []);
    expect(after(rows(20))).toEqual({
      laserEasy: { '': 2048 },
      laserMedium: { '': 4096 },
      laserHard: {},
    });
    expect(after(rows(21))).toEqual({ laserEasy: {}, laserMedium: {}, laserHard: {} });
    expect(after(batch(40, [20_000, 20_000, 20_000]))).toMatchObject({ laserEasy: { '': 16_384 } });
    expect(templates.rewards.get('laser-d')?.cells?.({ every: 0 })).toEqual({});
  });

  test('least target, grid and greatest target may be those of another context', () => {
    const small = cellsOf({ shortest: 12, grid: 6, longest: 96 });
    expect(after(batch(20, [10, 31, 40], [99]), {}, small)).toMatchObject({
      laserEasy: { '': 36 },
      laserMedium: { '': 96 },
    });
  });

  test('an adapted target takes the place of the parameter', () => {
    const rows = siblings([2000, 2049, 2048]);
    expect(rewardOf('laser-d', rows, {}, { laserEasy: 2048 })).toEqual([1.5, 1, 1.5]);
    expect(rewardOf('laser-d', rows)).toEqual([1, 1, 1]);
  });
});

test('a cell that a reward reads is one that it declares', () => {
  for (const { build, cells } of templates.rewards.values())
    expect(() =>
      evaluateShape(build({}), { ...columnsOf([row()]), state: recall(cells?.({}) ?? {}, {}, ['p']) }),
    ).not.toThrow();
});
