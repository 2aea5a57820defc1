import { type Expression, type ResolvedCredit, type Rollout, shape, type TokenScope } from '@allot/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadTiny } from '../../test-support/load-tiny.js';
import { tinyReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import { shapeRows } from './shape-rows.js';
import { tokenAdvantages } from './token-credit.js';

const { tokenizer } = await loadTiny();

const rollout = (text: string, changes: Partial<Rollout> = {}) => {
  const responseTokens = tokenizer.encode(text);
  return trajectory({
    responseTokens,
    tokenOrigins: new Uint8Array(responseTokens.length),
    logProbabilities: new Float32Array(responseTokens.length),
    tokens: responseTokens.length,
    correct: true,
    ...changes,
  });
};

function credited(
  credit: readonly ResolvedCredit[],
  rows: ReturnType<typeof rollout>[],
  of = [2],
): number[][] {
  const settings = tinyReinforcement({ credit });
  const columns = shapeRows(settings, 1, rows, rows, {}, tokenizer);
  const values = tokenAdvantages(settings, tokenizer, columns, rows, of);
  return (values ?? []).map((row) => Array.from(row, (value) => Number(value.toFixed(6))));
}
const one = (credit: readonly ResolvedCredit[], text: string, changes: Partial<Rollout> = {}): number[] =>
  credited(credit, [rollout(text, changes)])[0] ?? [];
const add = (tokens: ResolvedCredit['tokens'], value: Expression | number = 1): ResolvedCredit => ({
  tokens,
  add: typeof value === 'number' ? shape.number(value) : value,
});

test.each([
  ['all', '3+</think>7', [3, 3, 3, 3]],
  ['thinking', '3+</think>7', [3, 3, 2, 2]],
  ['answer', '3+</think>7', [2, 2, 3, 3]],
  ['thinking', '3+7', [3, 3, 3]],
  ['answer', '3+7', [2, 2, 2]],
  ['first', '3+7', [3, 2, 2]],
  [{ after: '+7' }, '3+7=+7', [2, 2, 2, 3, 3, 3]],
  [{ after: '-' }, '3+7', [2, 2, 2]],
] as const)('%j of %s', (scope, text, expected) => {
  expect(one([add(scope)], text)).toEqual(expected);
});

test('the first token is the first that carries loss', () => {
  expect(one([add('first')], '[9]3+', { tokenOrigins: Uint8Array.of(1, 1, 1, 4, 0) })).toEqual([
    2, 2, 2, 3, 2,
  ]);
  expect(one([add('first')], '3+', { tokenOrigins: Uint8Array.of(3, 0) })).toEqual([2, 3]);
  expect(one([add('first')], '3+', { tokenOrigins: Uint8Array.of(1, 1) })).toEqual([2, 2]);
});

test('stages work on what those before them left: times, then plus', () => {
  const stages: ResolvedCredit[] = [
    { tokens: 'all', multiply: shape.number(3), add: shape.number(1) },
    { tokens: 'first', multiply: shape.number(0.5) },
  ];
  expect(one(stages, '3+7')).toEqual([3.5, 7, 7]);
});

test('DeGRPO (arXiv 2505.13379): the control token weighs 0.001 of a response, whatever its length', () => {
  // In seq-mean-token-mean every token of a response of n weighs 1 / n; the first one is to weigh 0.001.
  const degrpo = [{ tokens: 'first', multiply: shape.multiply(0.001, shape.field('tokens')) }] as const;
  const rows = [rollout('3+7=</think>'), rollout('</think>7')];
  const [long = [], short = []] = credited(degrpo, rows, [-1, 1]);
  expect(long).toEqual([-0.005, -1, -1, -1, -1]);
  expect(short).toEqual([0.002, 1]);
  expect([(long[0] ?? 0) / 5, (short[0] ?? 0) / 2]).toEqual([-0.001, 0.001]);
});

test('LC-R1 (arXiv 2506.14755): a bonus on the tag that closes the reasoning of a right answer', () => {
  const bonus = shape.multiply(shape.field('correct'), shape.divide(shape.field('thinkingTokens'), 10));
  const stages = [add('answer', bonus), add({ after: '</think>' }, shape.negate(bonus))];
  const rows = [
    rollout('3+</think>7', { thinkingTokens: 2 }),
    { ...rollout('3+</think>7', { thinkingTokens: 2 }), correct: false },
  ];
  expect(credited(stages, rows, [1, -1])).toEqual([
    [1, 1, 1.2, 1],
    [-1, -1, -1, -1],
  ]);
});

test('an expression over tokens: the least sure segments of a right response lose their advantage', () => {
  // SAS's idea, with '=' behind each segment; log-probabilities -1, -1, -5, -3 and -2.
  const sure = shape.reduce('mean', 'segment', shape.field('logProbability'));
  const least = shape.reduce('min', 'response', sure, { empty: 0 });
  const stage = {
    tokens: 'all',
    multiply: shape.when(shape.binary(shape.field('correct'), '&&', shape.binary(sure, '==', least)), 0, 1),
  } as const;
  const row = rollout('3=+=7', { logProbabilities: Float32Array.of(-1, -1, -5, -3, -2) });
  const settings = tinyReinforcement({ credit: [stage] });
  const split = { ...settings, response: { ...settings.response, segmentBreak: '=' } };
  const columns = shapeRows(split, 1, [row], [row], {}, tokenizer);
  const [values = []] = tokenAdvantages(split, tokenizer, columns, [row], [2]) ?? [];
  expect([...values]).toEqual([2, 2, 0, 0, 2]);
});

test('the field advantage is that of the response', () => {
  const stage = {
    tokens: 'all',
    multiply: shape.number(0),
    add: shape.add(shape.field('advantage'), shape.field('index')),
  } as const;
  expect(credited([stage], [rollout('3+'), rollout('7')], [5, -1])).toEqual([[5, 6], [-1]]);
});

test('a stage changes the tokens of its scope, each as it was, and no others', () => {
  const scope = fc.constantFrom<TokenScope>('all', 'first', 'thinking', 'answer', { after: '=' });
  const value = fc.double({ min: -4, max: 4, noNaN: true });
  const text = fc.array(fc.constantFrom('3', '+', '=', '</think>'), { maxLength: 12 });
  fc.assert(
    fc.property(scope, value, value, value, text, (tokens, factor, term, advantage, parts) => {
      const row = rollout(parts.join(''));
      const stage = { tokens, multiply: shape.number(factor), add: shape.number(term) };
      const settings = tinyReinforcement({ credit: [stage] });
      const rows = shapeRows(settings, 1, [row], [row], {}, tokenizer);
      const [values = []] = tokenAdvantages(settings, tokenizer, rows, [row], [advantage]) ?? [];
      const marker = parts.indexOf('=');
      const closed = parts.indexOf('</think>') < 0 ? parts.length : parts.indexOf('</think>');
      const inside = (token: number): boolean =>
        typeof tokens === 'object'
          ? marker >= 0 && token > marker
          : { all: true, first: token === 0, thinking: token < closed, answer: token >= closed }[tokens];
      expect([...values]).toEqual(
        parts.map((_, token) => Math.fround(inside(token) ? advantage * factor + term : advantage)),
      );
    }),
  );
});

test('a plan without credit has no advantages of tokens', () => {
  const settings = tinyReinforcement();
  const rows = [rollout('3+7')];
  const columns = shapeRows(settings, 1, rows, rows, {}, tokenizer);
  expect(tokenAdvantages(settings, tokenizer, columns, rows, [1])).toBeUndefined();
});
