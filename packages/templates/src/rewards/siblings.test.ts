import { describe, expect, test } from 'vitest';
import { near } from '../testing/near.js';
import { rewardOf, row, siblings } from '../testing/rows.js';

describe('tlmre', () => {
  test('right answers of 1,000, 2,000 and 3,000 tokens', () => {
    // Mean 2000, population std sqrt(2/3) * 1000 = 816.497, z = -1.224745, 0, 1.224745;
    // sigma = 0.227103, 0.5, 0.772897; 1 - 0.1 * sigma.
    expect(rewardOf('tlmre', siblings([1000, 2000, 3000], [10]))).toEqual(
      near([0.97728975, 0.95, 0.92271025, 0], 7),
    );
  });

  test('one right answer, equal ones: half of alpha; cut off or all wrong: 0', () => {
    expect(rewardOf('tlmre', siblings([700], [1, 2]))).toEqual(near([0.95, 0, 0]));
    expect(rewardOf('tlmre', siblings([700, 700]))).toEqual(near([0.95, 0.95]));
    expect(rewardOf('tlmre', [row({ truncated: true }), row({ correct: false })])).toEqual([0, 0]);
  });
});

describe('kimi', () => {
  test('right 100 and 300, wrong 200 and 500', () => {
    // Of 100 to 500: lambda = 0.5, 0, 0.25 (wrong: 0), -0.5; times 0.4.
    expect(rewardOf('kimi', siblings([100, 300], [200, 500]))).toEqual(near([1.2, 1, 0, -0.2]));
  });

  test('equal lengths have no length term', () => {
    expect(rewardOf('kimi', siblings([300], [300]))).toEqual([1, 0]);
  });
});

test('shorterbetter: 0.001 a token away from the shortest right answer, or from the mean', () => {
  expect(rewardOf('shorterbetter', siblings([100, 300], [50]))).toEqual(near([2, 1.8, -0.05]));
  // All wrong: the mean of 100 and 300 is 200.
  expect(rewardOf('shorterbetter', siblings([], [100, 300]))).toEqual(near([-0.1, -0.1]));
});

describe('dast', () => {
  const of = (rows: readonly (readonly [number, boolean])[]) =>
    rows.map(([tokens, correct]) => row({ tokens, correct, lMax: 4000 }));

  test('half solved: the budget is 0.5 * 2000 + 0.5 * 4000 = 3000', () => {
    const rows = of([
      [1000, true],
      [3000, true],
      [1500, false],
      [6000, false],
    ]);
    // lambda = -2/3, 0, -0.5, 1: 0.5 + 1/3, 0.5, -0.45 - 0.1, min(0.8, -0.1).
    expect(rewardOf('dast', rows)).toEqual(near([0.8333333333, 0.5, -0.55, -0.1]));
  });

  test('all wrong: the budget is the limit', () => {
    // lambda = -0.75: -0.675 - 0.1.
    expect(rewardOf('dast', of([[1000, false]]))).toEqual(near([-0.775]));
  });
});

test('grpo-lead: exp(-0.05 z) for right answers, -1 for wrong ones', () => {
  // Mean 2000, sample std 1000, z = -1, 0, 1.
  expect(rewardOf('grpo-lead', siblings([1000, 2000, 3000], [5]))).toEqual(
    near([1.051271096, 1, 0.951229425, -1], 8),
  );
  expect(rewardOf('grpo-lead', siblings([1000], [5]))).toEqual(near([1, -1]));
});

test('twyn: wins and losses against siblings and the two virtual ones', () => {
  // Right 100: beats 2 wrong ones (20), 300 and the endless one (2), ties once. Right 300: 20 + 1 - 2. Wrong: loses 4 times 10.
  expect(rewardOf('twyn', siblings([100, 100, 300], [50]))).toEqual(near([22, 22, 19, -40]));
  // All wrong: only the endless right one is lost to. Alone and right: 10 + 1.
  expect(rewardOf('twyn', siblings([], [5, 9]))).toEqual(near([-10, -10]));
  expect(rewardOf('twyn', siblings([5]))).toEqual(near([11]));
});

test('lc-r1: form, being right, and the share saved of the longest right answer', () => {
  expect(
    rewardOf('lc-r1', [...siblings([100, 400], [300]), row({ correct: false, formatted: false })]),
  ).toEqual(near([2.75, 2, 1, 0]));
});

test('jet: from 0.05 for the longest to 1.19 for the shortest right answer', () => {
  // 0.1 + 0.9 + share * 1.2 * 0.95 + 0.05 with shares 1, 0.5, 0.
  expect(rewardOf('jet', siblings([100, 300, 500], [1]))).toEqual(near([2.19, 1.62, 1.05, 0.1], 8));
  expect(rewardOf('jet', siblings([300], []))).toEqual(near([1.05]));
  expect(rewardOf('jet', [row({ correct: false, formatted: false })])).toEqual([0]);
});

test('short-rl: 100 tokens over the shortest cost nothing, then by share of the range', () => {
  // 3 + 0.5 - 150 / 400.00001, and - 400 / 400.00001.
  expect(rewardOf('short-rl', siblings([100, 200, 250, 500], [1]))).toEqual(
    near([3.5, 3.5, 3.125, 2.5, -0.5], 6),
  );
  expect(rewardOf('short-rl', [row({ formatted: false })])).toEqual([-3]);
});

describe('lapo-discovery', () => {
  test('eleven right lengths from 100 to 600: quantiles 250 and 450', () => {
    const right = Array.from({ length: 11 }, (_, k) => 100 + 50 * k);
    // Inside 1.7; 50 tokens outside 1 + 0.7 * 0.5; from 100 on 1.
    expect(rewardOf('lapo-discovery', siblings(right, [300]))).toEqual(
      near([1, 1, 1.35, 1.7, 1.7, 1.7, 1.7, 1.7, 1.35, 1, 1, 0]),
    );
  });

  test('where both quantiles are the same, only being right counts', () => {
    expect(rewardOf('lapo-discovery', siblings([300, 300], [300]))).toEqual([1, 1, 0]);
    expect(rewardOf('lapo-discovery', siblings([], [300]))).toEqual([0]);
  });
});

describe('smartthinker', () => {
  test('right 100 and 300, wrong 400 and 600', () => {
    // m1 350, v1 32500, m2 200, v2 10000: L = (6.5e6 - 3.5e6) / 22500 = 133.333.
    // Penalties 0 and 166.667, mean 41.667; Lambda = 0.5 / 125 = 0.004; 1 - 0.004 * 166.667.
    expect(rewardOf('smartthinker', siblings([100, 300], [400, 600]))).toEqual(near([1, 0.3333333, 0, 0], 6));
  });

  test('right lengths spread wider than all: the shortest is best', () => {
    // v1 81250 < v2 160000: L = 100, penalty 800, mean 200; Lambda = 0.5 / 600; 1 - 800 / 1200.
    expect(rewardOf('smartthinker', siblings([100, 900], [450, 550]))).toEqual(near([1, 0.3333333, 0, 0], 6));
  });

  test('all right, all wrong, all equally long: no length term', () => {
    expect(rewardOf('smartthinker', siblings([100, 900]))).toEqual([1, 1]);
    expect(rewardOf('smartthinker', siblings([], [100, 900]))).toEqual([0, 0]);
    expect(rewardOf('smartthinker', siblings([100], [100]))).toEqual([1, 0]);
  });
});

test('gr3: divided by 1 + 0.33 of the relative length', () => {
  // Mean 200 with the wrong one: 1 / 1.165, 1 / 1.495.
  expect(rewardOf('gr3', siblings([100, 300], [200]))).toEqual(near([0.858369099, 0.668896321, 0]));
});

describe('grlc', () => {
  const of = (thinkingTokens: number, correct = true) =>
    row({ thinkingTokens, answerTokens: 50, tokens: thinkingTokens + 50, correct });

  test('thinking of 100 and 300 tokens, equal answers', () => {
    // 1 + 0.5 * (1 - 0.5) + 0.5 + 0.5 (its answer is shortest too); 1 + 0.5 * (0 - 0.5) + 0.5.
    expect(rewardOf('grlc', [of(100), of(300)])).toEqual(near([2.25, 1.25]));
  });

  test('a wrong sibling gets no bonus, unless all are wrong', () => {
    expect(rewardOf('grlc', [of(100), of(300, false)])).toEqual(near([2.25, -0.25]));
    expect(rewardOf('grlc', [of(100, false), of(300, false)])).toEqual(near([1.25, 0.25]));
  });
});

describe('dot', () => {
  const outlier = [...Array<number>(15).fill(100), 2000];

  test('fifteen of 100 tokens and one of 2,000', () => {
    // Mean 218.75, sample std 475: T = floor(1643.75); 2000 - 1643 = 357.
    const rewards = rewardOf('dot', siblings(outlier));
    expect(rewards).toEqual([...Array<number>(15).fill(1), 0]);
    expect(rewardOf('dot', siblings(outlier), { margin: 357 }).at(-1)).toBe(0);
    expect(rewardOf('dot', siblings(outlier), { margin: 358 }).at(-1)).toBe(1);
  });

  test('nothing is cut in a group with a wrong answer, nor below eleven siblings', () => {
    expect(rewardOf('dot', siblings(outlier, [100]))).toEqual([...Array<number>(16).fill(1), 0]);
    expect(rewardOf('dot', siblings([...Array<number>(9).fill(1), 20_000]))).toEqual(Array(10).fill(1));
    expect(rewardOf('dot', siblings([...Array<number>(10).fill(1), 20_000])).at(-1)).toBe(0);
  });
});
