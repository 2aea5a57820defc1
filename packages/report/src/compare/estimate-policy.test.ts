import { expect, test } from 'vitest';
import { estimatePolicy } from './estimate-policy.js';
import type { ProblemResult } from './evaluated-policy.js';

const about = {
  place: 'runs/a-1/evaluations/000010',
  benchmark: 'test',
  mode: 'natural',
  digest: { kind: 'none' },
  conditions: { sampling: {}, prompt: {}, environment: {}, grading: {} },
  difficulty: {},
  maxTokens: 100,
} as const;

const results = (rows: readonly (readonly [accuracy: number, tokens: number])[]) =>
  new Map<string, ProblemResult>(
    rows.map(([accuracy, tokens], index) => [
      `${index}`,
      { id: `${index}`, samples: 1, accuracy, tokens, prompt: '' },
    ]),
  );

test('means over problems, inside intervals that are narrower than the range', () => {
  const rows = Array.from({ length: 100 }, (_, index) => [Number(index % 4 > 0), index] as const);
  const [found] = estimatePolicy({ name: 'a', evaluations: [{ ...about, problems: results(rows) }] });
  expect(found).toMatchObject({ benchmark: 'test', mode: 'natural', problems: 100 });
  expect(found?.accuracy.value).toBeCloseTo(0.75);
  expect(found?.tokens.value).toBeCloseTo(49.5);
  const [low, high] = found?.tokens.interval ?? [0, 0];
  expect(low).toBeGreaterThan(40);
  expect(low).toBeLessThan(49.5);
  expect(high).toBeGreaterThan(49.5);
  expect(high).toBeLessThan(60);
});

test('an evaluation without problems has no estimate', () => {
  expect(estimatePolicy({ name: 'a', evaluations: [{ ...about, problems: new Map() }] })).toEqual([]);
});
