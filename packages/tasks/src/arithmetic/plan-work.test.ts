import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planWork, type WorkPlan } from './plan-work.js';

const lengthOf = ({ checks, copies }: WorkPlan): number => {
  const work = checks.reduce((tokens, count) => tokens + 4 + 2 * count, 0);
  return work + copies * (1 + work) + 3;
};
const first = () => 0;

describe('planWork', () => {
  test('a wide aim is filled with copies, then with checks', () => {
    // One step without checks: 4 + 3 tokens; each copy adds 5.
    expect(planWork([0], { atLeast: 20, atMost: 20, mostChecks: 3 }, first)).toEqual({
      checks: [0],
      copies: 2,
    });
    // Three steps: 15 tokens; a copy would add 13.
    expect(planWork([0, 0, 0], { atLeast: 20, atMost: 20, mostChecks: 3 }, first)).toEqual({
      checks: [2, 0, 0],
      copies: 0,
    });
  });

  test('a tight aim loses checks, never steps', () => {
    expect(planWork([3, 3], { atLeast: 13, atMost: 13, mostChecks: 3 }, first)).toEqual({
      checks: [0, 1],
      copies: 0,
    });
    expect(planWork([2, 2], { atLeast: 0, atMost: 0, mostChecks: 3 }, first)).toEqual({
      checks: [0, 0],
      copies: 0,
    });
  });

  test('the aim is met from below, unless the steps alone pass it', () => {
    const checks = fc.array(fc.nat(3), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(checks, fc.nat(120), fc.nat(7), (drawn, aim, pick) => {
        const limits = { atLeast: aim, atMost: aim, mostChecks: 3 };
        const length = lengthOf(planWork(drawn, limits, (below) => pick % below));
        expect(length).toBeLessThanOrEqual(Math.max(aim, 4 * drawn.length + 3));
      }),
    );
  });
});
