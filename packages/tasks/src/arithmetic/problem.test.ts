import { randomStream } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyOperation,
  countProblems,
  drawProblem,
  enumerateProblems,
  parseProblem,
  printProblem,
  solveProblem,
} from './problem.js';

describe('solveProblem', () => {
  test.each([
    ['3+4*7-2', 7],
    ['0-9', 1],
    ['9*9+9', 0],
    ['7-2*3*3+5*7*7-1', 9],
  ])('%s is %i', (text, answer) => {
    expect(solveProblem(parseProblem(text)!)).toBe(answer);
  });

  test('no drawn operation erases what came before', () => {
    for (let draw = 0; draw < 500; draw++) {
      const { operations } = drawProblem(8, randomStream(1, 'problem', draw));
      for (const operation of operations) {
        const results = Array.from({ length: 10 }, (_, value) => applyOperation(value, operation));
        expect(new Set(results).size).toBeGreaterThanOrEqual(5);
      }
    }
  });
});

describe('parseProblem', () => {
  test('reads what printProblem writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (difficulty, seed) => {
        const problem = drawProblem(difficulty, randomStream(seed, 'problem'));
        expect(problem.operations).toHaveLength(difficulty);
        expect(parseProblem(printProblem(problem))).toEqual(problem);
      }),
    );
  });

  test.each(['', '7', '3+', '+4', '12+3', '3 + 4', '3/4', '3+4\n', '3+4=7'])('refuses %j', (text) => {
    expect(parseProblem(text)).toBeUndefined();
  });
});

test.each([1, 2])('with %i operations there are as many problems as counted, all distinct', (difficulty) => {
  const all = [...enumerateProblems(difficulty)];
  expect(all).toHaveLength(countProblems(difficulty));
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((text) => parseProblem(text)?.operations.length === difficulty)).toBe(true);
});
