// Credits worked by hand: one value for every token that carries loss.
import { describe, expect, test } from 'vitest';
import { near } from '../testing/near.js';
import { creditOf, row, token } from '../testing/rows.js';

const tokens = (...given: readonly Parameters<typeof token>[0][]) => given.map((one) => token(one));
describe('decs', () => {
  const needed = tokens({ needed: 1 }, { needed: 0 }, { thinking: false, needed: 0 });

  test('one right and one wrong: at every place the right one is a deviation of sqrt(1/2) above', () => {
    const rows = [
      row({ response: needed, tokens: 2048 }),
      row({ correct: false, response: needed.slice(0, 2) }),
    ];
    // Two values a and 0: mean a / 2, sample std a / sqrt(2). At place 2 the wrong one has ended, and still earns 0.
    expect(creditOf('decs', rows)).toEqual(
      near([Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, -Math.SQRT1_2], 5),
    );
  });

  test('two right ones of half the cap: wasted tokens are worth 1 - 0.05 in the paper, 1.1 - 0.05 in the code', () => {
    const wasted = tokens({ needed: 0 });
    const rows = [
      row({ response: wasted, tokens: 2048 }),
      row({ response: tokens({ needed: 1 }), tokens: 2048 }),
    ];
    expect(creditOf('decs', rows, { epsilon: 1 })).toEqual(
      near([-0.075 / (1 + 0.15 * Math.SQRT1_2), 0.075 / (1 + 0.15 * Math.SQRT1_2)], 5),
    );
    expect(creditOf('decs', rows, { epsilon: 1, released: true })).toEqual(
      near([-0.025 / (1 + 0.05 * Math.SQRT1_2), 0.025 / (1 + 0.05 * Math.SQRT1_2)], 5),
    );
  });

  test('a right one that has ended counts as needed', () => {
    const rows = [row({ response: tokens({}, { needed: 0 }), tokens: 4096 }), row({ response: tokens({}) })];
    // Place 0: both 1.1. Place 1: 0.9 against 1.1.
    expect(creditOf('decs', rows)).toEqual(near([0, -Math.SQRT1_2, 0], 5));
  });
});

describe('attnpo', () => {
  const attended = tokens({ attention: 0.01 }, { attention: 0.5 });
  const of = (given: Parameters<typeof row>[0]): number[] =>
    creditOf('attnpo', [row({ tokens: 100, answerTokens: 20, step: 1001, response: attended, ...given })]);

  test('p = 1, base 0.2: a faint step keeps S / base of a positive advantage', () => {
    expect(of({ advantage: 1 })).toEqual(near([0.05, 1], 5));
    expect(of({ advantage: 1, step: 1 })).toEqual(near([0.05, 1], 5));
  });

  test('a step that is looked at is not punished; wrong answers stay as they are', () => {
    expect(of({ advantage: -1 })).toEqual(near([1, 0], 5));
    expect(of({ advantage: 1, correct: false })).toEqual(near([1, 1], 5));
    expect(of({ advantage: -1, correct: false })).toEqual(near([1, 1], 5));
  });

  test('p = 1/2: weaker, and only from step 501 on', () => {
    const wrong = row({ correct: false });
    const half = (step: number) =>
      creditOf('attnpo', [
        row({ tokens: 100, answerTokens: 20, advantage: 1, step, response: attended }),
        wrong,
      ]);
    expect(half(500)).toEqual(near([1, 1], 5));
    expect(half(501)).toEqual(near([0.25 * (0.01 / 0.05) + 0.75, 1], 5));
  });
});

test('sas: of four steps the least sure of a right answer, the surest of a wrong one', () => {
  const steps = tokens(
    { logProbability: -1, segmentIndex: 0 },
    { logProbability: -3, segmentIndex: 0 },
    { logProbability: -1, segmentIndex: 1 },
    { logProbability: -4, segmentIndex: 2 },
    { logProbability: -3, segmentIndex: 3 },
  );
  // Means -2, -1, -4, -3; quantiles 0.3 and 0.7: -3.1 and -1.9.
  expect(creditOf('sas', [row({ response: steps })])).toEqual(near([1, 1, 1, 0, 1], 5));
  expect(creditOf('sas', [row({ correct: false, response: steps })])).toEqual(near([1, 1, 0, 1, 1], 5));
});

test('anytime-reasoner: stretches of two tokens, one sibling that is never right', () => {
  const shares = { first: 0, second: 0.5, third: 1, fourth: 1 };
  const never = { first: 0, second: 0, third: 0, fourth: 0 };
  const rows = [
    row({ signals: shares, response: tokens({}, {}, {}, {}, {}, {}, {}, {}, {}) }),
    row({ signals: never, response: tokens({}) }),
  ];
  // ret 0.625, 0.625, 0.5, 0.25; means half of them; V1 0, 3/4 * 0, 2/4 * 1/3, 1/4 * 5/7.
  const [first, second, third, fourth] = [
    0.625 - 0.3125,
    0.625 - (0 + 3 * 0.3125) / 4,
    0.5 - (2 * (1 / 6) + 2 * 0.25) / 4,
    0.25 - (3 * (5 / 28) + 0.125) / 4,
  ];
  expect(creditOf('anytime-reasoner', rows, { context: 8 })).toEqual(
    near([first, first, second, second, third, third, fourth, fourth, fourth, -0.3125], 5),
  );
});

test('lc-r1: the token that closes the reasoning, and no other', () => {
  const response = tokens({}, {}, { thinking: false }, { thinking: false });
  const of = (signals: { validThinking: number; keepsAnswer: number }, correct = true) =>
    creditOf('lc-r1', [row({ correct, thinkingTokens: 200, response, signals })]);
  expect(of({ validThinking: 50, keepsAnswer: 1 })).toEqual(near([0, 0, 0.75, 0], 5));
  expect(of({ validThinking: 50, keepsAnswer: 0 })).toEqual(near([0, 0, -1, 0], 5));
  expect(of({ validThinking: 50, keepsAnswer: 1 }, false)).toEqual(near([0, 0, 0, 0], 5));
});
