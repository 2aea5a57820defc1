import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickSizes, rowsAtOnce } from './batch-sizes.js';

const GIB = 2 ** 30;
const model = {
  rollout: { fixed: 4 * GIB, perToken: 30_000 },
  update: { fixed: 30 * GIB, perToken: 500_000 },
};

test('a large device holds what is fastest, a smaller one what fits', () => {
  expect(pickSizes(model, 'cuda', 80 * GIB)).toEqual({ tokensPerMicrobatch: 32_768, cacheTokens: 2_433_792 });
  expect(pickSizes(model, 'cuda', 40 * GIB)).toEqual({ tokensPerMicrobatch: 12_800, cacheTokens: 1_145_088 });
  expect(pickSizes(model, 'cpu', 80 * GIB)).toEqual({ tokensPerMicrobatch: 1024, cacheTokens: 2 ** 20 });
});

test('rows share the caches, in multiples of 8', () => {
  const sizes = { tokensPerMicrobatch: 1024, cacheTokens: 100_000 };
  expect(rowsAtOnce(sizes, 'cuda', 256)).toBe(256);
  expect(rowsAtOnce(sizes, 'cpu', 256)).toBe(64);
  expect(rowsAtOnce(sizes, 'cuda', 2688)).toBe(32);
  expect(rowsAtOnce(sizes, 'cuda', 50_000)).toBe(8);
});

test('what is picked fits, unless not even the least does', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom('cpu' as const, 'cuda' as const),
      (gib, device) => {
        const { tokensPerMicrobatch, cacheTokens } = pickSizes(model, device, gib * GIB);
        for (const [stage, tokens] of [
          [model.update, tokensPerMicrobatch],
          [model.rollout, cacheTokens],
        ] as const)
          expect(tokens === 256 || stage.fixed + tokens * stage.perToken <= gib * GIB).toBe(true);
      },
    ),
  );
});
