import { expect, test } from 'vitest';
import { alignToTargets, concatTokens, lossMask } from './loss-mask.js';

test('sampled and declared tokens carry loss, overridden and forced ones never, the prefill where it is asked for', () => {
  const origins = Uint8Array.of(1, 4, 0, 2, 3, 0);
  expect(Array.from(lossMask(origins, { prefillInLoss: false }))).toEqual([0, 1, 1, 0, 0, 1]);
  expect(Array.from(lossMask(origins, { prefillInLoss: true }))).toEqual([1, 1, 1, 0, 0, 1]);
});

test('the first response token is predicted by the last prompt token', () => {
  const tokens = concatTokens(Int32Array.of(7, 8, 9), Int32Array.of(1, 2));
  expect(Array.from(tokens)).toEqual([7, 8, 9, 1, 2]);
  expect(Array.from(alignToTargets(3, [5, 6]))).toEqual([0, 0, 5, 6]);
});
