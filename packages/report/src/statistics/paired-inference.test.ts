// What the intervals and tests of a comparison promise, by simulation with fixed seeds and as properties.
import { randomStream } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bcaInterval } from './bca-interval.js';
import { adjustHolm } from './holm.js';
import { normalQuantile, normalShare, studentQuantile } from './normal.js';
import { mcnemar, signFlipTest } from './paired-test.js';
import { resampleMeans } from './resample.js';

const logRatio = ([base = 0, other = 0]: readonly number[]): number => Math.log(other) - Math.log(base);
const difference = ([base = 0, other = 0]: readonly number[]): number => other - base;

/** A world of paired problems: hard ones take more tokens, and are right more rarely, for both policies. */
function world(number: number, problems: number, { gain = 0, factor = 1 } = {}) {
  const random = randomStream(11, 'problem', number);
  const columns = [0, 0, 0, 0].map(() => new Float64Array(problems));
  for (let i = 0; i < problems; i++) {
    const hardness = random.at(8 * i);
    for (const side of [0, 1]) {
      const share = 0.9 - 0.5 * hardness + side * gain;
      const noise = -Math.log(1 - random.at(8 * i + 1 + side));
      (columns[side] as Float64Array)[i] = random.at(8 * i + 3 + side) < share ? 1 : 0;
      (columns[2 + side] as Float64Array)[i] = (side === 1 ? factor : 1) * (20 + 60 * hardness + 20 * noise);
    }
  }
  return columns as unknown as readonly [Float64Array, Float64Array, Float64Array, Float64Array];
}

const differencesOf = (base: Float64Array, other: Float64Array): Float64Array =>
  base.map((value, i) => (other[i] as number) - value);

const tally = (base: Float64Array, other: Float64Array): readonly [won: number, lost: number] => {
  const differences = differencesOf(base, other);
  return [differences.filter((d) => d > 0).length, differences.filter((d) => d < 0).length];
};

describe('coverage of the 95% intervals', () => {
  it.each([
    [40, 0.91],
    [120, 0.93],
  ])('%i problems: a share of at least %d and at most 0.975 holds what is true', (problems, least) => {
    const worlds = 800;
    let accuracy = 0;
    let tokens = 0;
    for (let number = 0; number < worlds; number++) {
      const [a, b, s, t] = world(number, problems, { gain: 0.08, factor: 0.6 });
      const resampled = resampleMeans([a, b, s, t], randomStream(number, 'bootstrap'), 400);
      const points = bcaInterval(resampled, (means) => difference(means)) ?? [0, 0];
      const ratio = bcaInterval(resampled, (means) => logRatio(means.slice(2))) ?? [0, 0];
      if (points[0] <= 0.08 && points[1] >= 0.08) accuracy++;
      if (ratio[0] <= Math.log(0.6) && ratio[1] >= Math.log(0.6)) tokens++;
    }
    // 95% of 800 is 760 with a standard deviation of 6.
    expect(accuracy / worlds).toBeGreaterThan(least);
    expect(accuracy / worlds).toBeLessThan(0.975);
    expect(tokens / worlds).toBeGreaterThan(least);
    expect(tokens / worlds).toBeLessThan(0.975);
  });
});

describe('false alarms of the tests at 5%', () => {
  const worlds = 2000;
  /** 5% of 2000 is 100 with a standard deviation of 10: four of them above. */
  const most = 100 + 4 * 10;

  it('McNemar stays below, as exact tests of counts do', () => {
    let alarms = 0;
    for (let number = 0; number < worlds; number++) {
      const [a, b] = world(number, 80);
      if (mcnemar(...tally(a, b)) < 0.05) alarms++;
    }
    expect(alarms).toBeGreaterThan(0);
    expect(alarms).toBeLessThan(most);
  });

  it('sign flips of tokens keep to it', () => {
    let alarms = 0;
    for (let number = 0; number < worlds; number++) {
      const [, , s, t] = world(number, 40);
      if (signFlipTest(differencesOf(s, t), randomStream(number, 'bootstrap'), 199) < 0.05) alarms++;
    }
    expect(alarms).toBeGreaterThan(100 - 4 * 10);
    expect(alarms).toBeLessThan(most);
  });

  it('and a real difference is found', () => {
    const [a, b, s, t] = world(1, 400, { gain: 0.1, factor: 0.6 });
    expect(mcnemar(...tally(a, b))).toBeLessThan(0.01);
    expect(signFlipTest(differencesOf(s, t), randomStream(0, 'bootstrap'))).toBe(1 / 10000);
  });
});

describe('paired tests', () => {
  it("McNemar's probabilities are those of a fair coin", () => {
    expect(mcnemar(0, 0)).toBe(1);
    expect(mcnemar(0, 5)).toBeCloseTo(2 / 32, 12);
    expect(mcnemar(2, 8)).toBeCloseTo((2 * (1 + 10 + 45)) / 1024, 12);
    expect(mcnemar(1200, 1300)).toBeCloseTo(0.0478, 3);
  });

  it('sign flips of single answers are the exact McNemar test', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (won, lost) => {
        const differences = [...Array<number>(won).fill(1), ...Array<number>(lost).fill(-1), 0, 0];
        expect(signFlipTest(differences, randomStream(0, 'bootstrap'))).toBeCloseTo(mcnemar(won, lost), 12);
      }),
    );
  });

  it('say the same of (A, B) and (B, A)', () => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, (differences) => {
        const stream = randomStream(3, 'bootstrap');
        expect(
          signFlipTest(
            differences.map((value) => -value),
            stream,
            299,
          ),
        ).toBe(signFlipTest(differences, stream, 299));
      }),
    );
  });
});

it('intervals of (A, B) and (B, A) mirror each other', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 2, max: 60 }), (number, problems) => {
      const [, , s, t] = world(number, problems, { factor: 0.7 });
      const of = (columns: Float64Array[]) =>
        bcaInterval(resampleMeans(columns, randomStream(1, 'bootstrap'), 200), logRatio);
      const [there, back] = [of([s, t]), of([t, s])];
      expect(there?.[0]).toBeCloseTo(-(back?.[1] ?? Number.NaN), 5);
      expect(there?.[1]).toBeCloseTo(-(back?.[0] ?? Number.NaN), 5);
    }),
    { numRuns: 50 },
  );
});

it('has no interval where resampling shows no spread, or the statistic does not exist', () => {
  const same = Float64Array.from([1, 1, 1]);
  const stream = randomStream(1, 'bootstrap');
  expect(bcaInterval(resampleMeans([same, same], stream), difference)).toBeUndefined();
  const none = new Float64Array(3);
  expect(bcaInterval(resampleMeans([none, Float64Array.from([1, 2, 3])], stream), logRatio)).toBeUndefined();
});

it('Holm adjusts from the smallest on, and never lets a larger one be smaller', () => {
  expect(adjustHolm([0.04, 0.01, 0.03]).map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0.06, 0.03, 0.06]);
  expect(adjustHolm([0.9, 0.6])).toEqual([1, 1]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (probabilities) => {
      for (const [index, adjusted] of adjustHolm(probabilities).entries()) {
        expect(adjusted).toBeGreaterThanOrEqual(probabilities[index] as number);
        expect(adjusted).toBeLessThanOrEqual(
          Math.min(1, probabilities.length * (probabilities[index] as number)),
        );
      }
    }),
  );
});

it('quantiles of the normal and of Student are those of tables', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
  expect(normalShare(normalQuantile(0.2))).toBeCloseTo(0.2, 9);
  expect(studentQuantile(1.959964, 10)).toBeCloseTo(2.2281, 3);
  expect(studentQuantile(1.959964, 30)).toBeCloseTo(2.0423, 4);
});
