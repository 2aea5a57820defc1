import { describe, expect, test } from 'vitest';
import { generateProblems } from './generate.js';
import { parseProblem, solveProblem } from './problem.js';
import { isHeldOut } from './split.js';

const train = generateProblems({ kind: 'arithmetic', split: 'train' });
const held = generateProblems({ kind: 'arithmetic', split: 'test', problems: 2048, seed: 9 });

const countByDifficulty = (problems: typeof train): number[] => {
  const counts = Array.from({ length: 9 }, () => 0);
  for (const { difficulty } of problems) counts[difficulty as number]!++;
  return counts.slice(1);
};

describe('generateProblems', () => {
  test('the problems are distinct, graded, and have the right answer', () => {
    expect(train).toHaveLength(4096);
    expect(new Set(train.map(({ id }) => id)).size).toBe(4096);
    for (const { problem, answer, difficulty } of train) {
      const parsed = parseProblem(problem)!;
      expect(parsed.operations).toHaveLength(difficulty as number);
      expect(answer).toBe(String(solveProblem(parsed)));
    }
  });

  test('train and test are disjoint whatever the seeds', () => {
    expect(train.some(({ problem }) => isHeldOut(problem))).toBe(false);
    expect(held.every(({ problem }) => isHeldOut(problem))).toBe(true);
  });

  test('difficulties are even; the few problems with one operation are all there', () => {
    expect(countByDifficulty(train)).toEqual([227, 553, 553, 553, 553, 553, 552, 552]);
    expect(countByDifficulty(held)).toEqual([53, 285, 285, 285, 285, 285, 285, 285]);
  });

  test('any beginning is even too', () => {
    expect(countByDifficulty(train.slice(0, 64))).toEqual(Array.from({ length: 8 }, () => 8));
  });

  test('the same definition gives the same problems, another seed others', () => {
    expect(generateProblems({ kind: 'arithmetic', split: 'train' })).toEqual(train);
    const other = generateProblems({ kind: 'arithmetic', split: 'train', seed: 2 });
    const known = new Set(train.map(({ problem }) => problem));
    const shared = other.filter(({ problem, difficulty }) => difficulty === 8 && known.has(problem));
    expect(shared.length).toBeLessThan(5);
  });

  test('where there are no more, the dataset is smaller', () => {
    const all = generateProblems({ kind: 'arithmetic', split: 'train', operations: [1, 1], problems: 1000 });
    expect(all).toHaveLength(227);
  });

  test('a fifth is held out', () => {
    const both = ['train', 'test'] as const;
    const [kept, out] = both.map(
      (split) => generateProblems({ kind: 'arithmetic', split, operations: [2, 2], problems: 10_000 }).length,
    ) as [number, number];
    expect(kept + out).toBe(7840);
    expect(out / 7840).toBeGreaterThan(0.18);
    expect(out / 7840).toBeLessThan(0.22);
  });
});
