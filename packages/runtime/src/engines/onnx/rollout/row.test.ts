import { randomStream, TokenOrigin } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import type { RolloutRequest } from '../../../engine.js';
import { packRequests } from './pack-rollout.js';
import { advanceRow, compileEnvironment, type Row, startRow } from './row.js';

const [equals, closing, stop] = [13, 24, 22];
const stops = new Set([stop, 21]);
const environment = { after: [equals], until: closing, replace: [[3, 4]] as const, rate: 1 };

const rowOf = (prefill: number[]): Row => {
  const request: RolloutRequest = {
    prompt: Int32Array.of(1, equals),
    prefill: Int32Array.from(prefill),
    maxNewTokens: 5,
    random: { seed: 1, address: [2] },
  };
  const { packed } = packRequests([request]);
  const tokens = [...request.prompt, ...request.prefill];
  return startRow(packed, 0, tokens.at(-1) ?? 0, tokens.length - 1, closing);
};

const advance = (row: Row, tokens: number[], table = environment) =>
  tokens.map((token) => advanceRow(row, token, -1, compileEnvironment(table), stops, table.until));

describe('a row', () => {
  test('is overridden after the listed tokens, until the closing token has stood', () => {
    const row = rowOf([]);
    advance(row, [3, equals, 3, closing, 3]);
    expect(row.tokens).toEqual([4, equals, 4, closing, 3]);
    expect(row.origins.map((origin) => origin === TokenOrigin.overridden)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(row.logProbabilities).toEqual([0, -1, 0, -1, -1]);
  });

  test('is left alone when the prefill closed the reasoning', () => {
    const row = rowOf([closing, equals]);
    advance(row, [3]);
    expect(row.tokens).toEqual([3]);
  });

  test('draws its replacements from the environment stream at the response position', () => {
    const stream = randomStream(1, 'environment', 2);
    for (const rate of [stream.at(2) - 1e-9, stream.at(2) + 1e-9]) {
      const row = rowOf([5, equals]);
      advance(row, [3], { ...environment, rate });
      expect(row.tokens).toEqual([rate > stream.at(2) ? 4 : 3]);
    }
  });

  test('ends at the stop token or at its cap', () => {
    expect(advance(rowOf([]), [1, stop])).toEqual([false, true]);
    const row = rowOf([9]);
    expect(advance(row, [1, 1, 1, 1, 1])).toEqual([false, false, false, false, true]);
    expect([row.stopped, row.position, row.responsePosition]).toEqual([false, 7, 6]);
  });
});
