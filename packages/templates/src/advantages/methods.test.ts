import { describe, expect, test } from 'vitest';
import { near } from '../testing/near.js';
import { advantageOf, rewarded, rewardOf, row, siblings } from '../testing/rows.js';

describe('whitening over the batch', () => {
  const rows = [row({ reward: 1, tokens: 1 }), row({ reward: 0, tokens: 3, group: 1 })];

  test('reinforce-plus-plus: every token counts', () => {
    // Mean 1/4; variance (0.5625 + 3 * 0.0625) / 3 = 0.25; 0.75 / 0.5, -0.25 / 0.5.
    expect(advantageOf('reinforce-plus-plus', rows)).toEqual(near([1.5, -0.5], 6));
  });

  test('reinforce-plus-plus: every rollout counts once', () => {
    // Mean 1/2, variance 1/2.
    expect(advantageOf('reinforce-plus-plus', rows, { perToken: false })).toEqual(
      near([Math.SQRT1_2, -Math.SQRT1_2], 6),
    );
  });

  test.each(['reinforce-plus-plus-baseline', 'dler'])('%s: centred in the group first', (name) => {
    const batch = [1, 0, 3, 3].map((reward, at) => row({ reward, tokens: 1, group: Math.floor(at / 2) }));
    // 0.5, -0.5, 0, 0: variance 0.5 / 3; 0.5 / sqrt(1/6).
    expect(advantageOf(name, batch)).toEqual(near([1.2247449, -1.2247449, 0, 0], 6));
    expect(advantageOf(name, [row({ reward: 7 })])).toEqual([0]);
  });
});

test('grpo-lead: one right of four', () => {
  // Rewards 1, -1, -1, -1: A0 = 1.5 and -0.5; w(0.25) = 0.4 + 1.1 / (1 + exp(-5)) = 1.492638, w(0.75) = 0.95.
  expect(advantageOf('grpo-lead', rewarded(1, -1, -1, -1))).toEqual(
    near([2.238957, -0.475, -0.475, -0.475], 5),
  );
  expect(advantageOf('grpo-lead', rewarded(-1, -1))).toEqual([0, 0]);
});

test('twyn: with the scores 17 and -40 of the virtual siblings', () => {
  // 22, 22, 19, -40, 17, -40 have mean 0 and squares 4818: std sqrt(4818 / 5) = 31.041907.
  const rows = siblings([100, 100, 300], [50]);
  const scored = rewardOf('twyn', rows).map((reward, at) => ({ ...rows[at]!, reward }));
  expect(advantageOf('twyn', scored)).toEqual(near([0.7087193, 0.7087193, 0.6120758, -1.2885806], 6));
});

describe('gfpo', () => {
  const of = (rewards: readonly number[], tokens: readonly number[]) =>
    rewards.map((reward, at) => row({ reward, tokens: tokens[at]! }));

  test('the two shortest of three', () => {
    // Rewards 1 and 0: mean 0.5, std 0.707107.
    expect(advantageOf('gfpo', of([1, 0, 1], [10, 20, 30]), { keep: 2 })).toEqual(
      near([Math.SQRT1_2, -Math.SQRT1_2, 0], 5),
    );
  });

  test('a tie at the end of the kept ones is kept', () => {
    // Mean 1/3, std 0.577350.
    expect(advantageOf('gfpo', of([1, 0, 0], [10, 20, 20]), { keep: 2 })).toEqual(
      near([1.1547005, -0.5773503, -0.5773503], 5),
    );
  });

  test('by reward per token: 0.02, 0.1 and 0', () => {
    expect(advantageOf('gfpo', of([2, 1, 0], [100, 10, 5]), { keep: 2, perToken: true })).toEqual(
      near([Math.SQRT1_2, -Math.SQRT1_2, 0], 5),
    );
  });

  test('equal rewards and groups of one give 0', () => {
    expect(advantageOf('gfpo', of([1, 1], [10, 20]), { keep: 2 })).toEqual([0, 0]);
    expect(advantageOf('gfpo', of([1], [10]))).toEqual([0]);
  });
});

test('adaptthink: against the reference, 0.05 for not thinking', () => {
  const rows = [row({ reward: 1 }), row({ reward: 0, mode: 0 })];
  expect(advantageOf('adaptthink', rows)).toEqual(near([1, 0.05]));
  expect(advantageOf('adaptthink', rows, { reference: 0.5 })).toEqual(near([0.5, -0.45]));
});

test('ddca: accuracy against all, length against the right ones', () => {
  const rows = siblings([100, 200], [900]).map((one) => ({ ...one, reward: Number(one.correct) }));
  // A_acc 0.5, 0.5, -1; sigma(0.707107) = 0.669762; A_len = 2/3 * -+0.339523; times 0.2.
  expect(advantageOf('ddca', rows)).toEqual(near([0.5452698, 0.4547302, -1], 6));
  expect(advantageOf('ddca', [rows[0]!, rows[2]!])).toEqual(near([1, -1]));
});

describe('qglas', () => {
  test('the better half of 100 and 300 tokens', () => {
    const rows = rewarded(1, 1, 0, 0).map((one, at) => ({ ...one, tokens: [100, 300, 5, 5][at]! }));
    // A0 = 0.5 / 0.577350; Lref 200, h 1 and 0; Q100 - Q25 = 1, tight 0: 0.6 / 0.577350 = 1.039230.
    expect(advantageOf('qglas', rows)).toEqual(near([1.9052559, 0.8660254, -0.8660254, -0.8660254], 5));
  });

  test('equal rewards give 0', () => {
    expect(advantageOf('qglas', rewarded(1, 1, 1))).toEqual([0, 0, 0]);
    expect(advantageOf('qglas', rewarded(0))).toEqual([0]);
  });
});

describe('drpo', () => {
  test('right ones share G by length, wrong ones by likelihood', () => {
    const rows = [
      row({ tokens: 500, lMax: 1000 }),
      row({ tokens: 600, lMax: 1000 }),
      row({ correct: false, meanLogProbability: 0, lMax: 1000 }),
      row({ correct: false, meanLogProbability: -10, lMax: 1000 }),
    ];
    // Both pairs stand as e to 1: 4 * 0.731059 and 4 * 0.268941.
    expect(advantageOf('drpo', rows)).toEqual(near([2.9242343, 1.0757657, -2.9242343, -1.0757657], 6));
  });

  test('groups that are all right or all wrong give 0', () => {
    expect(advantageOf('drpo', siblings([5, 9]))).toEqual([0, 0]);
    expect(advantageOf('drpo', siblings([], [5, 9]))).toEqual([0, 0]);
  });
});
