import { answerIntervals, average } from '@allot/spec';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeIntervals } from './change-intervals.js';
import { mcnemar } from './paired-test.js';
import { correlatePairs } from './pairs.js';

/** The intervals of (b, t) against (a, s), accuracies and tokens with one sample a problem. */
function intervalsOf(a: Float64Array, s: Float64Array, b: Float64Array, t: Float64Array) {
  const side = (accuracies: Float64Array, lengths: Float64Array) =>
    [...accuracies].map((accuracy, index) => ({
      id: `p${index}`,
      samples: 1,
      accuracy,
      tokens: lengths[index] as number,
    }));
  const [base, other] = [side(a, s), side(b, t)] as const;
  const estimate = (results: typeof base) => {
    const { accuracy, tokens } = answerIntervals(results);
    return {
      accuracy: { value: average(results.map((one) => one.accuracy)), interval: accuracy },
      tokens: { value: average(results.map((one) => one.tokens)), interval: tokens },
    };
  };
  const pairs = correlatePairs(base.map((one, index) => [one, other[index] as (typeof other)[number]]));
  return changeIntervals(estimate(base), estimate(other), pairs);
}

const columns = fc.integer({ min: 2, max: 60 }).chain((problems) => {
  const column = (of: fc.Arbitrary<number>) => fc.array(of, { minLength: problems, maxLength: problems });
  const right = column(fc.constantFrom(0, 1));
  const tokens = column(fc.integer({ min: 1, max: 96 }));
  return fc.tuple(right, tokens, right, tokens);
});

it('intervals of (A, B) and (B, A) mirror each other', () => {
  fc.assert(
    fc.property(columns, (drawn) => {
      const [a, s, b, t] = drawn.map((column) => Float64Array.from(column)) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const [there, back] = [intervalsOf(a, s, b, t), intervalsOf(b, t, a, s)];
      expect(there.accuracy[0]).toBeCloseTo(-back.accuracy[1], 9);
      expect(there.accuracy[1]).toBeCloseTo(-back.accuracy[0], 9);
      const [low = 1, high = 1] = there.tokensRatio ?? [];
      const [backLow = 1, backHigh = 1] = back.tokensRatio ?? [];
      expect(low * backHigh).toBeCloseTo(1, 9);
      expect(high * backLow).toBeCloseTo(1, 9);
    }),
    { numRuns: 50 },
  );
});

it('tokens have no interval of one problem, where nothing varies, and of none', () => {
  const of = (s: readonly number[], t: readonly number[]) => {
    const right = new Float64Array(s.length).fill(1);
    return intervalsOf(right, Float64Array.from(s), right, Float64Array.from(t)).tokensRatio;
  };
  expect(of([50], [40])).toBeUndefined();
  expect(of([9, 9, 9], [5, 5, 5])).toBeUndefined();
  expect(of([0, 0, 0], [1, 2, 3])).toBeUndefined();
  expect(of([9, 9, 9], [5, 5, 6])).toBeDefined();
});

it('what the exact test cannot tell, the interval of accuracy does not claim: three of 64 are won', () => {
  const right = (wrong: number) => Float64Array.from({ length: 64 }, (_, index) => Number(index >= wrong));
  const tokens = new Float64Array(64).fill(9);
  const { accuracy } = intervalsOf(right(5), tokens, right(2), tokens);
  expect(mcnemar(3, 0)).toBeGreaterThan(0.05);
  expect(accuracy[0]).toBeLessThan(0);
});
