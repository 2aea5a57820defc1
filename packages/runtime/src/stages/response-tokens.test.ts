import { describe, expect, test } from 'vitest';
import { loadTiny } from '../../test-support/load-tiny.js';
import { tinyReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import { responseTokens, segmentsOf } from './response-tokens.js';

const { tokenizer } = await loadTiny();
const settings = tinyReinforcement();

const rollout = (text: string, origins: readonly number[]) => {
  const tokens = tokenizer.encode(text);
  return trajectory({
    responseTokens: tokens,
    tokenOrigins: Uint8Array.from(origins),
    logProbabilities: Float32Array.from(tokens, (_, at) => (at === 0 ? 0 : -at / 2)),
  });
};

const columnsOf = (response: typeof settings.response) => {
  const rows = [
    rollout('[9]3+</think>7', [1, 1, 1, 0, 0, 0, 0]),
    rollout('3', [3]),
    rollout('3=4', [4, 2, 0]),
  ];
  const { row, fields } = responseTokens(response, rows, tokenizer);
  return {
    row: [...row],
    ...Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, Array.from(values)])),
  };
};

test('only tokens that carry loss are members: those of a prefill, of the environment and of a closing are not', () => {
  expect(columnsOf({ ...settings.response, segmentBreak: '=' })).toEqual({
    row: [0, 0, 0, 0, 2, 2],
    index: [0, 1, 2, 3, 0, 1],
    segmentIndex: [0, 0, 0, 0, 0, 1],
    logProbability: [-1.5, -2, -2.5, -3, 0, -1],
    thinking: [1, 1, 0, 0, 1, 1],
  });
});

test('a prefill that is trained on is a member too', () => {
  expect(columnsOf({ ...settings.response, prefillInLoss: true })).toMatchObject({
    row: [0, 0, 0, 0, 0, 0, 0, 2, 2],
    index: [0, 1, 2, 3, 4, 5, 6, 0, 1],
  });
});

describe('segments', () => {
  const words = ['a', '.\n', '\n', '\n\n', 'b', ' \n\nc'];
  const decode = (tokens: ArrayLike<number>): string => Array.from(tokens, (token) => words[token]).join('');
  const segments = (...tokens: readonly number[]): number[] => [...segmentsOf(tokens, '\n\n', { decode })];

  test('begin behind a break, also one of several tokens', () => {
    expect(segments(0, 3, 4)).toEqual([0, 0, 1]);
    expect(segments(0, 1, 2, 4)).toEqual([0, 0, 0, 1]);
    expect(segments(5, 5, 0)).toEqual([0, 1, 2]);
    expect(segments(0, 1, 4)).toEqual([0, 0, 0]);
    expect(segments()).toEqual([]);
  });
});
