import { describe, expect, test } from 'vitest';
import { near } from '../testing/near.js';
import { rewardOf, row } from '../testing/rows.js';

test('dapo-overlong: nothing up to four fifths of the limit, then linear to -1 at it', () => {
  const at = (tokens: number, correct = true) => row({ tokens, correct, lMax: 20_480 });
  // The last 4,096 tokens: (16384 - 18432) / 4096 = -0.5, (16384 - 20480) / 4096 = -1.
  expect(
    rewardOf('dapo-overlong', [at(1), at(16_384), at(18_432), at(20_480), at(1, false), at(20_480, false)]),
  ).toEqual(near([1, 1, 0.5, 0, -1, -2]));
});

test.each(['thinkprune', 'dler'])('%s: a right answer counts up to 4,000 tokens', (name) => {
  const rows = [row({ tokens: 4000 }), row({ tokens: 4001 }), row({ tokens: 10, correct: false })];
  expect(rewardOf(name, rows)).toEqual([1, 0, 0]);
});

test('laser: half a point for a right answer within 8,192 tokens', () => {
  const rows = [
    row({ tokens: 8192 }),
    row({ tokens: 8193 }),
    row({ correct: false }),
    row({ formatted: false, correct: false }),
    row({ formatted: false }),
  ];
  expect(rewardOf('laser', rows)).toEqual([1.5, 1, -0.5, -1, -1]);
});

test('a-dlp: a thousandth a token, right or wrong', () => {
  // 1 - 0.5, -1 - 0.5, 1 - 3
  expect(
    rewardOf('a-dlp', [row({ tokens: 500 }), row({ tokens: 500, correct: false }), row({ tokens: 3000 })]),
  ).toEqual(near([0.5, -1.5, -2]));
});

test('lapo-internalize: a bell around the budget for right answers', () => {
  // One width away: 1 + 0.7 * exp(-1/2); two: 1 + 0.7 * exp(-2).
  const at = (tokens: number, correct = true) => row({ tokens, correct, budget: 1000 });
  expect(rewardOf('lapo-internalize', [at(1000), at(880), at(1240), at(1000, false)])).toEqual(
    near([1.7, 1.424571462, 1.094734698, 0]),
  );
  expect(rewardOf('lapo-internalize', [at(500)], { target: 500 })).toEqual(near([1.7]));
});

describe('budgetthinker', () => {
  const at = (tokens: number, budget: number, correct = true, formatted = true) =>
    row({ tokens, budget, correct, formatted });

  test('budget 2,000, with 40 tokens for markers', () => {
    // Right within 2,040: 0.7 + 0.15 + 0.15. A tenth past it: 0.85 + 0.15 * (1 - 16 * 0.01).
    // Wrong at half of it: 0.15 + 0.15 * (1 - 0.25). At twice: 1 - 16 < 0.
    expect(
      rewardOf('budgetthinker', [
        at(2040, 2000),
        at(2244, 2000),
        at(1020, 2000, false),
        at(4080, 2000, false),
      ]),
    ).toEqual(near([1, 0.976, 0.2625, 0.15]));
  });

  test('below budget 1,500 short of the budget is as bad as past it', () => {
    // 918 is a tenth short of 1,020: 0.15 + 0.15 * (1 - 16 * 0.01), and without form 0.15 less.
    expect(rewardOf('budgetthinker', [at(918, 1000, false), at(918, 1000, false, false)])).toEqual(
      near([0.276, 0.126]),
    );
  });
});
