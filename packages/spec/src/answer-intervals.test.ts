import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnsweredProblem, answerIntervals } from './answer-intervals.js';
import { meanInterval, wilsonInterval } from './statistics.js';

const problem = (index: number, tokens: number, about: Partial<AnsweredProblem> = {}): AnsweredProblem => ({
  id: `p${index}`,
  samples: 1,
  accuracy: index % 2,
  tokens,
  ...about,
});

test('one sample a problem: Wilson for accuracy, the normal interval for tokens', () => {
  const problems = [10, 20, 30, 40].map((tokens, index) => problem(index, tokens));
  expect(answerIntervals(problems)).toEqual({
    accuracy: wilsonInterval(2, 4),
    tokens: meanInterval([10, 20, 30, 40]),
  });
});

test('mean tokens lie between nothing and the response cap', () => {
  const two = [problem(0, 66), problem(1, 96)];
  expect(meanInterval([66, 96])[1]).toBeGreaterThan(96);
  expect(answerIntervals(two, 96).tokens[1]).toBe(96);
  expect(answerIntervals([problem(0, 0), problem(1, 9)], 96).tokens[0]).toBe(0);
  expect(answerIntervals([problem(0, 67)], 96).tokens).toEqual([67, 67]);
  expect(answerIntervals([])).toEqual({ accuracy: [0, 1], tokens: [0, 0] });
});

test('the order of the problems does not matter', () => {
  const problems = Array.from({ length: 12 }, (_, index) =>
    problem(index, 10 + 3 * index, { samples: 4, accuracy: (index % 5) / 4 }),
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(problems, { minLength: 12 }), (shuffled) => {
      expect(answerIntervals(shuffled)).toEqual(answerIntervals(problems));
    }),
    { numRuns: 10 },
  );
});
