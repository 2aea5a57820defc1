// One mean of a group: what the baseline allows, the bets against it, and what they found.
import { createDriftBet, type DriftBet, lowerBound, upperBound } from '../statistics/drift-bet.js';
import type { LogRow } from './log-row.js';
import type { FoundDrift, MonitoredMean } from './monitor-document.js';

export interface MeanLimits {
  /** One value a problem of the baseline, each from 0 to `cap`, in an order that says nothing about them. */
  readonly values: readonly number[];
  /** The largest value there is. */
  readonly cap: number;
  /** Widens what the baseline leaves open. */
  readonly widen: (bounds: readonly [number, number]) => readonly [number, number];
  /** All tests that share alpha. */
  readonly tests: number;
  readonly alpha: number;
}

/** Where a row stands. */
type LogPlace = Pick<LogRow, 'line' | 'time'>;

export interface WatchedMean {
  /** `expected`: of the baseline for the same problem, where it is known. */
  observe(value: number, place: LogPlace, expected: number | undefined): void;
  result(): MonitoredMean;
}

/**
 * Half of a test's share of alpha is spent on the baseline's own uncertainty, half on the bet, so that a false alarm of any test has
 * a probability of at most alpha.
 */
export function watchMean({ values, cap, widen, tests, alpha }: MeanLimits): WatchedMean {
  const shares = values.map((value) => value / cap);
  const own = alpha / tests / 2;
  const [low, high] = widen([cap * lowerBound(shares, own), cap * upperBound(shares, own)]);
  const allowed = [Math.max(0, low), Math.min(cap, high)] as const;
  // Nothing is above the largest value, or below the smallest.
  const up = allowed[1] < cap ? createDriftBet<LogPlace>(allowed[1] / cap, 1 / own) : undefined;
  const down = allowed[0] > 0 ? createDriftBet<LogPlace>(1 - allowed[0] / cap, 1 / own) : undefined;
  const sums = { rows: 0, value: 0, known: 0, expected: 0 };
  return {
    observe(value, place, expected) {
      const share = Math.min(value, cap) / cap;
      sums.rows++;
      sums.value += share * cap;
      if (expected !== undefined) {
        sums.known++;
        sums.expected += expected;
      }
      up?.observe(share, place);
      down?.observe(1 - share, place);
    },
    result() {
      const { rows, value, known, expected } = sums;
      const strongest = Math.max(up?.evidence ?? 0, down?.evidence ?? 0);
      const drift = firstOf(up, down);
      return {
        rows,
        baseline: values.reduce((sum, one) => sum + one, 0) / values.length,
        allowed,
        ...(rows > 0 && { mean: value / rows }),
        ...(known > 0 && known === rows && { expected: expected / known }),
        p: strongest > 0 ? Math.min(1, (2 * tests) / strongest) : 1,
        ...(drift && { drift }),
      };
    },
  };
}

type Bet = DriftBet<LogPlace> | undefined;

/** The first of both that was found. */
function firstOf(up: Bet, down: Bet): FoundDrift | undefined {
  const found = [
    { direction: 'up' as const, alarm: up?.alarm },
    { direction: 'down' as const, alarm: down?.alarm },
  ].flatMap(({ direction, alarm }) => {
    if (alarm === undefined) return [];
    const { place, since } = alarm;
    return [
      {
        direction,
        line: place.line,
        sinceLine: since.line,
        ...(place.time === undefined ? {} : { time: place.time }),
        ...(since.time === undefined ? {} : { sinceTime: since.time }),
      },
    ];
  });
  return found.sort((a, b) => a.line - b.line)[0];
}
