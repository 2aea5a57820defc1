import type { EvaluationCell } from '@allot/spec';
import { expect, test } from 'vitest';
import { printEvaluations } from './print-evaluations.js';

const cell = (problems: number, accuracy: number, meanTokens: number): EvaluationCell => ({
  problems,
  samples: problems,
  accuracy,
  accuracyInterval: [accuracy - 0.05, accuracy + 0.05],
  meanTokens,
  meanTokensInterval: [meanTokens - 1, meanTokens + 1],
  truncatedShare: 0.01,
});

test('a row for all problems and one for each difficulty, columns aligned', () => {
  const results = [
    {
      mode: 'natural' as const,
      dataset: 'test',
      all: cell(2048, 0.825, 53.84),
      byDifficulty: { easy: cell(40, 0.9, 9.5) },
    },
  ];
  expect(printEvaluations(results, false)).toBe(
    [
      'mode     problems  number  accuracy  95% interval  tokens  95% interval  cut off',
      'natural  all        2,048     82.5%  77.5 to 87.5    53.8  52.8 to 54.8     1.0%',
      '         easy          40     90.0%  85.0 to 95.0     9.5   8.5 to 10.5     1.0%',
    ].join('\n'),
  );
});

test('one problem gives tokens no interval', () => {
  const results = [{ mode: 'natural' as const, dataset: 'own', all: cell(1, 1, 67), byDifficulty: {} }];
  expect(printEvaluations(results, false)).toMatch(/ 67\.0 +none of one +1\.0%$/);
});

test('a range without problems claims nothing', () => {
  const results = [
    { mode: 'natural' as const, dataset: 'own', all: cell(8, 0.5, 9), byDifficulty: { easy: cell(0, 0, 0) } },
  ];
  expect(printEvaluations(results, false).split('\n').at(-1)?.trim().split(/ +/)).toEqual([
    'easy',
    '0',
    ...Array<string>(5).fill('-'),
  ]);
});
