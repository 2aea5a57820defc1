import { meanInterval, wilsonInterval } from '@allot/spec';
import { expect, test } from 'vitest';
import { trajectory } from '../../test-support/trajectory.js';
import { evaluationCell } from './evaluate.js';

test('one sample a problem: Wilson for accuracy, the normal interval for tokens', () => {
  const rows = [1, 2, 3, 4].map((tokens) =>
    trajectory({
      problemId: `p${tokens}`,
      tokens,
      correct: tokens > 1,
      finishReason: tokens > 3 ? 'length' : 'stop',
    }),
  );
  expect(evaluationCell(rows)).toEqual({
    problems: 4,
    samples: 4,
    accuracy: 0.75,
    accuracyInterval: wilsonInterval(3, 4),
    meanTokens: 2.5,
    meanTokensInterval: meanInterval([1, 2, 3, 4]),
    truncatedShare: 0.25,
  });
});

test('several samples a problem: equal samples say no more than one', () => {
  const rows = [0, 1, 2, 3].flatMap((problem) =>
    Array.from({ length: 50 }, (_, rollout) =>
      trajectory({ problemId: `p${problem}`, rollout, tokens: problem, correct: problem < 2 }),
    ),
  );
  const cell = evaluationCell(rows);
  expect(cell).toMatchObject({ problems: 4, samples: 200, accuracy: 0.5, meanTokens: 1.5 });
  expect(cell.accuracyInterval[0]).toBeLessThanOrEqual(0.25);
  expect(cell.accuracyInterval[1]).toBeGreaterThanOrEqual(0.75);
});

test('mean tokens stay within the cap', () => {
  const rows = [66, 96].map((tokens) => trajectory({ problemId: `p${tokens}`, tokens }));
  expect(evaluationCell(rows, 96).meanTokensInterval[1]).toBe(96);
});

test('nothing at all', () => {
  expect(evaluationCell([])).toMatchObject({
    problems: 0,
    samples: 0,
    accuracy: 0,
    accuracyInterval: [0, 1],
  });
});
