// The promise of the bets: alarms without drift stay rarer than stated, however long one looks, and drift is found.
import { randomStream } from '@allot/spec';
import { describe, expect, it } from 'vitest';
import { createDriftBet, lowerBound, upperBound } from './drift-bet.js';

/** How many of `worlds` streams of `length` raise an alarm. */
function alarms(
  worlds: number,
  length: number,
  { bound, alpha, next }: { bound: number; alpha: number; next: (u: number, before: number) => number },
): number {
  let count = 0;
  for (let world = 0; world < worlds; world++) {
    const random = randomStream(5, 'order', world);
    const bet = createDriftBet<number>(bound, 1 / alpha);
    let before = 0;
    for (let row = 0; row < length && bet.alarm === undefined; row++) {
      before = next(random.at(row), before);
      bet.observe(before, row);
    }
    if (bet.alarm !== undefined) count++;
  }
  return count;
}

describe('false alarms at 10%, with the mean exactly at the bound', () => {
  const worlds = 1000;
  // 10% of 1000 is 100 with a standard deviation of 9.5.
  const most = 100 + 3 * 9.5;

  it.each([
    ['right answers', 0.3, (u: number) => Number(u < 0.3)],
    ['rare right answers', 0.02, (u: number) => Number(u < 0.02)],
    ['tokens', 0.25, (u: number) => 0.5 * u],
    // c (1 + ln(1 / c)) is the mean of min(1, c / u).
    ['tokens with a long tail', 0.0818, (u: number) => Math.min(1, 0.0159 / u)],
    // The mean given what came before is at the bound, the values are not independent.
    [
      'values that follow one another',
      0.5,
      (u: number, before: number) => (u < 0.5 ? before / 2 : 1 - before / 2),
    ],
  ])('%s', (_, bound, next) => {
    const found = alarms(worlds, 1000, { bound, alpha: 0.1, next });
    expect(found).toBeLessThanOrEqual(most);
  });

  it('the bound is not idle: slightly above it, alarms come', () => {
    const found = alarms(100, 1000, { bound: 0.3, alpha: 0.1, next: (u) => Number(u < 0.4) });
    expect(found).toBeGreaterThan(90);
  });
});

describe('drift', () => {
  it.each([0, 500, 20_000])('after %i rows is found, and about since when', (calm) => {
    const random = randomStream(6, 'order', calm);
    const bet = createDriftBet<number>(0.3, 1000);
    let row = 0;
    while (bet.alarm === undefined && row < calm + 5000) {
      bet.observe(Number(random.at(row) < (row < calm ? 0.28 : 0.45)), row);
      row++;
    }
    expect(bet.alarm?.place).toBeGreaterThanOrEqual(calm);
    expect(bet.alarm?.place).toBeLessThan(calm + 1200);
    expect(Math.abs((bet.alarm?.since ?? Number.NaN) - calm)).toBeLessThan(150);
  });

  it('nothing changes after an alarm', () => {
    const bet = createDriftBet<number>(0.1, 10);
    for (let row = 0; row < 50; row++) bet.observe(1, row);
    const { alarm, evidence } = bet;
    for (let row = 50; row < 90; row++) bet.observe(0, row);
    expect([bet.alarm, bet.evidence]).toEqual([alarm, evidence]);
  });
});

describe('confidence bounds', () => {
  it('hold the mean more often than stated', () => {
    const worlds = 500;
    let missed = 0;
    for (let world = 0; world < worlds; world++) {
      const random = randomStream(8, 'order', world);
      const values = Array.from({ length: 100 }, (_, i) => random.at(i) ** 3);
      if (upperBound(values, 0.1) < 0.25 || lowerBound(values, 0.1) > 0.25) missed++;
    }
    // At most 20% for both sides together: 100 with a standard deviation of 9.
    expect(missed).toBeLessThanOrEqual(100 + 3 * 9);
  });

  it('lie on both sides of the mean, closer with more values and with a larger alpha', () => {
    const random = randomStream(8, 'order', 1);
    const values = Array.from({ length: 2000 }, (_, i) => random.at(i));
    const width = (count: number, alpha: number): number =>
      upperBound(values.slice(0, count), alpha) - lowerBound(values.slice(0, count), alpha);
    expect(upperBound(values, 0.01)).toBeGreaterThan(0.5);
    expect(lowerBound(values, 0.01)).toBeLessThan(0.5);
    expect(width(2000, 0.01)).toBeLessThan(width(200, 0.01));
    expect(width(200, 0.1)).toBeLessThan(width(200, 0.001));
    expect([lowerBound([], 0.1), upperBound([], 0.1)]).toEqual([expect.closeTo(0, 6), expect.closeTo(1, 6)]);
  });
});
