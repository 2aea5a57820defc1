import { generateProblems } from '@allot/tasks';
import { describe, expect, test } from 'vitest';
import { arms } from './arms.js';
import { drawProblems, printProblems, problemSets } from './held-out.js';

const idsOf = (definition: Parameters<typeof generateProblems>[0]): Set<string> =>
  new Set(generateProblems(definition).map(({ id }) => id));

describe.each(problemSets)('$name', (set) => {
  const problems = drawProblems(set);

  test('has as many problems as it says, all of them different, evenly over its operations', () => {
    expect(problems).toHaveLength(set.problems);
    expect(new Set(problems.map(({ id }) => id)).size).toBe(set.problems);
    const [least, greatest] = set.operations;
    for (let level = least; level <= greatest; level++) {
      const share = problems.filter(({ difficulty }) => difficulty === level).length / problems.length;
      expect(Math.abs(share - 1 / (greatest - least + 1))).toBeLessThan(0.01);
    }
  });

  test('has none that was trained on, or that settings were chosen on', () => {
    const { train, validation } = arms[0]?.definition.datasets ?? {};
    const seen = [
      idsOf({ kind: 'arithmetic', split: 'test', seed: 1, problems: 2048 }),
      idsOf({ kind: 'arithmetic', split: 'test', seed: 2, problems: 2183 }),
      ...[train, validation].map((one) => (one?.kind === 'arithmetic' ? idsOf(one) : new Set<string>())),
    ];
    expect(seen.every(({ size }) => size > 0)).toBe(true);
    expect(problems.filter(({ id }) => seen.some((ids) => ids.has(id)))).toEqual([]);
  });

  test('is the same every time, as a file too', () => {
    expect(printProblems(drawProblems(set))).toBe(printProblems(problems));
  });
});
