import { TokenOrigin } from '@allot/spec';
import { expect, test } from 'vitest';
import type { RolloutRequest } from '../../../engine.js';
import { packRequests, unpackSamples } from './pack-rollout.js';

const request = (
  prompt: number[],
  prefill: number[],
  maxNewTokens: number,
  rollout: number,
): RolloutRequest => ({
  prompt: Int32Array.from(prompt),
  prefill: Int32Array.from(prefill),
  maxNewTokens,
  random: { seed: 2 ** 40 + 1, address: [5, rollout] },
});

const requests = [
  request([1, 2], [], 10, 0),
  request([1, 2], [7], 30, 1),
  request([1], [2], 10, 2),
  request([1, 2], [7], 30, 3),
];

test('long caps come first, equal prefixes together and once', () => {
  const { packed, order } = packRequests(requests);
  expect([...order]).toEqual([1, 3, 0, 2]);
  expect([...packed.maxNewTokens]).toEqual([30, 30, 10, 10]);
  expect([...packed.prefillLengths]).toEqual([1, 1, 0, 1]);
  expect(packed.prefixStarts).toHaveLength(4);
  expect(packed.prefixes[0]).toBe(packed.prefixes[1]);
  const [start, end] = [
    packed.prefixStarts[packed.prefixes[0] ?? 0],
    packed.prefixStarts[(packed.prefixes[0] ?? 0) + 1],
  ];
  expect([...packed.tokens.subarray(start, end)]).toEqual([1, 2, 7]);
  expect(packed.seeds[2]).toBe(2 ** 40 + 1);
  expect(packed.addresses[2]).toEqual([5, 0]);
});

test('samples of several workers return to the order of the requests, prefills in front', () => {
  const { order } = packRequests(requests);
  const part = (packed: number[], tokens: number[][], stopped: number[]) => ({
    requests: Int32Array.from(packed),
    starts: Int32Array.from([0, ...tokens.map((_, index) => tokens.slice(0, index + 1).flat().length)]),
    tokens: Int32Array.from(tokens.flat()),
    logProbabilities: Float32Array.from(tokens.flat(), (token) => -token),
    origins: Uint8Array.from(tokens.flat(), (token) =>
      token === 9 ? TokenOrigin.overridden : TokenOrigin.sampled,
    ),
    stopped: Uint8Array.from(stopped),
  });
  const samples = unpackSamples(requests, order, [
    part([3, 0], [[9, 4], [5]], [1, 0]),
    part([2, 1], [[3], [6, 6]], [0, 0]),
  ]);
  expect(samples.map((sample) => [...sample.tokens])).toEqual([[3], [7, 5], [2, 9, 4], [7, 6, 6]]);
  expect(samples.map((sample) => sample.finishReason)).toEqual(['length', 'length', 'stop', 'length']);
  expect([...(samples[2]?.logProbabilities ?? [])]).toEqual([0, -9, -4]);
  expect([...(samples[2]?.origins ?? [])]).toEqual([
    TokenOrigin.prefill,
    TokenOrigin.overridden,
    TokenOrigin.sampled,
  ]);
});
