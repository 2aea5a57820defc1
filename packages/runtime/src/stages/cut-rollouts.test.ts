import { type Expression, shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { loadTiny } from '../../test-support/load-tiny.js';
import { plannedReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import { cutRollouts } from './cut-rollouts.js';

const experiment = await loadTiny();
const problem = experiment.datasets.get('train')?.at(0);
if (!problem) throw new Error('the dataset is empty');
const close = experiment.tokenizer.encode('</think>')[0] as number;
const answer = [...experiment.tokenizer.encode(problem.answer)];

/** A response of so many tokens that closes its reasoning, or not, and answers right at its end. */
const response = (tokens: number, correct = true) => {
  const end = correct ? [close, ...answer, 1] : [4];
  const responseTokens = Int32Array.from([...new Int32Array(tokens - end.length).fill(9), ...end]);
  return trajectory({
    problemId: problem.id,
    responseTokens,
    tokenOrigins: new Uint8Array(tokens),
    logProbabilities: new Float32Array(tokens).fill(-1),
    tokens,
    thinkingTokens: correct ? tokens - end.length : tokens,
  });
};

const tokens = shape.field('tokens');
const mean = (of: Expression) => shape.reduce('mean', 'group', of);
/** Dynamic Outlier Truncation, with one deviation in place of three. */
const dot = {
  to: shape.add(mean(tokens), shape.reduce('std', 'group', tokens, { ddof: 1 })),
  when: shape.binary(mean(shape.field('correct')), '>=', 1),
  atLeast: 2,
};

const cut = (rows: ReturnType<typeof response>[], changes: Partial<typeof dot> = {}) =>
  cutRollouts(experiment, plannedReinforcement({ cut: { ...dot, ...changes } }), 1, rows, {});

test('the outlier of a solved group is cut to the limit, rounded down, and keeps nothing behind it', async () => {
  // Mean 11, deviation sqrt(((-3)^2 * 3 + 9^2) / 3) = 6: the limit is 17.
  const rows = [response(8), response(8), response(8), response(20)];
  const [first, , , last] = await cut(rows);
  expect(first).toBe(rows[0]);
  expect(last).toMatchObject({ tokens: 17, thinkingTokens: 17, finishReason: 'length' });
  expect(last?.responseTokens).toEqual(rows[3]?.responseTokens.slice(0, 17));
  expect([last?.tokenOrigins.length, last?.logProbabilities.length]).toEqual([17, 17]);
  expect(last?.text).toBe(experiment.tokenizer.decode(last?.responseTokens ?? []));
});

test('a response that is not longer by enough stays, and so does a group with a wrong answer', async () => {
  const rows = [response(8), response(8), response(8), response(20)];
  expect((await cut(rows, { atLeast: 3 }))[3]?.tokens).toBe(17);
  expect(await cut(rows, { atLeast: 4 })).toEqual(rows);
  const wrong = [response(8, false), response(8), response(8), response(20)];
  expect(await cut(wrong)).toEqual(wrong);
});

test('the prefill, counted or not, and the token behind it are never cut', async () => {
  const uncounted = { ...response(8), tokenOrigins: Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0), tokens: 5 };
  const [row] = await cut([uncounted], { to: shape.number(2), when: shape.number(1) });
  expect(row).toMatchObject({ tokens: 2, finishReason: 'length' });
  expect(row?.responseTokens).toHaveLength(5);
  const counted = { ...uncounted, tokens: 8 };
  const [kept] = await cut([counted], { to: shape.number(-1), when: shape.number(1) });
  expect(kept?.responseTokens).toHaveLength(4);
  expect(kept?.tokens).toBe(4);
});

test('a limit that is no number stops the run; one that is boundless cuts nothing', async () => {
  const rows = [response(8)];
  await expect(cut(rows, { to: shape.divide(0, 0), when: shape.number(1) })).rejects.toThrow(
    'cut to is no number',
  );
  expect(await cut(rows, { to: shape.divide(1, 0), when: shape.number(1) })).toEqual(rows);
});
