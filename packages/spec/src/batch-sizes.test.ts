import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickSizes, rowsAtOnce } from './batch-sizes.js';

const GIB = 2 ** 30;
const model = {
  rollout: { fixed: 4 * GIB, perToken: 30_000 },
  update: { fixed: 30 * GIB, perToken: 500_000 },
};

test('a large device holds what is fastest, a smaller one what fits', () => {
  expect(pickSizes(model, 'cuda', 80 * GIB)).toEqual({ tokensPerMicrobatch: 16_384, cacheTokens: 2_433_792 });
  expect(pickSizes(model, 'cuda', 40 * GIB)).toEqual({ tokensPerMicrobatch: 12_800, cacheTokens: 1_145_088 });
  expect(pickSizes(model, 'cpu', 80 * GIB)).toEqual({ tokensPerMicrobatch: 1024, cacheTokens: 2 ** 20 });
});

test('where layers may be kept, caches and layers share what weights leave', () => {
  const kept = { ...model, update: { ...model.update, perTokenKept: 2_000_000 } };
  expect(pickSizes(kept, 'cuda', 100 * GIB)).toEqual({ tokensPerMicrobatch: 8960, cacheTokens: 1_538_816 });
  expect(pickSizes(kept, 'cuda', 40 * GIB)).toEqual(pickSizes(model, 'cuda', 40 * GIB));
});

test('rows share the caches, in multiples of 8', () => {
  const sizes = { tokensPerMicrobatch: 1024, cacheTokens: 100_000 };
  expect(rowsAtOnce(sizes, 'cuda', 128)).toBe(512);
  expect(rowsAtOnce(sizes, 'cpu', 256)).toBe(64);
  expect(rowsAtOnce(sizes, 'cuda', 2688)).toBe(32);
  expect(rowsAtOnce(sizes, 'cuda', 50_000)).toBe(8);
});

test('what is picked fits, unless not even the least does', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom('cpu' as const, 'cuda' as const),
      fc.constantFrom(undefined, 2_000_000),
      (gib, device, perTokenKept) => {
        const update = { ...model.update, ...(perTokenKept && { perTokenKept }) };
        const { tokensPerMicrobatch, cacheTokens } = pickSizes({ ...model, update }, device, gib * GIB);
        for (const [stage, tokens] of [
          [model.update, tokensPerMicrobatch],
          [model.rollout, cacheTokens],
        ] as const)
          expect(tokens === 256 || stage.fixed + tokens * stage.perToken <= gib * GIB).toBe(true);
      },
    ),
  );
});
