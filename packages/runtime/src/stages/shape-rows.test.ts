import { type ShapeField, shapeFields } from '@allot/spec';
import { expect, test } from 'vitest';
import { loadTiny } from '../../test-support/load-tiny.js';
import { tinyReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import { shapeRows } from './shape-rows.js';

const { tokenizer } = await loadTiny();
const settings = tinyReinforcement();
const grade = { correct: true, formatted: true };
const fieldOf = (name: ShapeField, changes: Parameters<typeof trajectory>[0]): number | undefined =>
  shapeRows(settings, 3, [trajectory(changes)], [grade], {}, tokenizer).fields[name]?.[0];

test('every field has a column', () => {
  const { fields } = shapeRows(settings, 3, [trajectory()], [grade], {}, tokenizer);
  expect(Object.keys(fields).sort()).toEqual([...shapeFields].sort());
  for (const name of shapeFields) expect(fields[name]).toHaveLength(1);
  expect(fields.tokens).toBe(fields.tokens);
});

test('a response that closes its reasoning at once has mode 0', () => {
  expect(fieldOf('mode', { thinkingTokens: 0 })).toBe(0);
  expect(fieldOf('mode', { thinkingTokens: 2 })).toBe(1);
});

test('log-probabilities are of the tokens that the policy sampled', () => {
  const changes = {
    tokenOrigins: Uint8Array.of(1, 0, 0),
    logProbabilities: Float32Array.of(0, -1, -3),
  };
  expect(fieldOf('meanLogProbability', changes)).toBe(-2);
  expect(fieldOf('minLogProbability', changes)).toBe(-3);
});

test('repetition is the share of 4-grams that came before', () => {
  const of = (...tokens: number[]): number | undefined =>
    fieldOf('repetition', {
      responseTokens: Int32Array.from(tokens),
      tokenOrigins: new Uint8Array(tokens.length),
    });
  expect(of(1, 2, 3)).toBe(0);
  expect(of(1, 2, 3, 4, 5)).toBe(0);
  expect(of(1, 1, 1, 1, 1, 1)).toBeCloseTo(2 / 3, 12);
});
