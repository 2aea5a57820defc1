import { describe, expect, it } from 'vitest';
import type { EvaluatedRollout } from '../run/run-record.js';
import { meansByProblem, pairProblems } from './pairs.js';

const rollout = (problemId: string, correct: boolean, tokens: number): EvaluatedRollout => ({
  problemId,
  promptTokens: new Int32Array(0),
  responseTokens: new Int32Array(0),
  tokenOrigins: new Uint8Array(0),
  tokens,
  finishReason: 'stop',
  answer: '',
  correct,
});

describe('pairProblems', () => {
  const base = [rollout('a', true, 10), rollout('b', false, 20), rollout('c', true, 60)];

  it('correlates problems, in whatever order they come', () => {
    const trained = [rollout('c', true, 30), rollout('a', true, 5), rollout('b', false, 10)];
    expect(pairProblems(base, trained)).toEqual({
      problems: 3,
      accuracyCorrelation: expect.closeTo(1, 12),
      tokensCorrelation: expect.closeTo(1, 12),
    });
  });

  it('has no correlation where one side does not vary', () => {
    const trained = [rollout('a', true, 7), rollout('b', true, 7), rollout('c', true, 7)];
    expect(pairProblems(base, trained)).toEqual({
      problems: 3,
      accuracyCorrelation: 0,
      tokensCorrelation: 0,
    });
  });

  it('pairs nothing when the problems differ', () => {
    expect(
      pairProblems(base, [rollout('a', true, 1), rollout('b', true, 1), rollout('d', true, 1)]),
    ).toBeUndefined();
    expect(pairProblems(base, [])).toBeUndefined();
  });
});

it('takes the mean over the samples of a problem', () => {
  const means = meansByProblem([rollout('a', true, 10), rollout('a', false, 30)]);
  expect(means.get('a')).toEqual({ accuracy: 0.5, tokens: 20 });
});
