// The least and the most that right and wrong answers earn, tier by tier.
import type { AnalysisContext } from './context.js';
import type { Curves } from './curves.js';
import type { Range, ShapeFinding } from './finding.js';

export function findBounds({ curves, settled }: Curves, { tiers }: AnalysisContext): ShapeFinding[] {
  const bounds = tiers.map(({ budget }, tier) => {
    const of = (correct: boolean): Range =>
      rangeOf(
        curves
          .filter((curve) => curve.tier === tier && curve.correct === correct)
          .map(({ values }) => values),
      );
    return { budget, right: of(true), wrong: of(false) };
  });
  return [{ code: 'shape/bounds', severity: 'info', settled, tiers: bounds }];
}

/** NaN aside. */
export function rangeOf(columns: readonly Float64Array[]): Range {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const column of columns)
    for (const value of column) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  return [least, most];
}

/** Differences this small beside the values are rounding. */
export const rounding = ([least, most]: Range): number =>
  1e-12 * Math.max(1e-6, Math.abs(least), Math.abs(most));
