// Where the curves of two tiers change places: the length from which another budget is worth more.
import type { AnalysisContext } from './context.js';
import type { Curve, Curves } from './curves.js';
import type { Crossing, NeverCross, OutOfOrder, ShapeFinding } from './finding.js';
import { rangeOf, rounding } from './reward-bounds.js';

/**
 * HBPO's order (arXiv 2507.15844, section 3.2): below both budgets the smaller earns more, above both the larger, and
 * their curves cross once between; that crossing is the depth at which the better budget changes.
 */
export function findCrossings(
  { curves, settled, alone }: Curves,
  { tiers }: AnalysisContext,
): ShapeFinding[] {
  if (!alone) return [];
  const first = tiers.map((_, tier) => curves.find((curve) => curve.correct && curve.tier === tier) as Curve);
  const order = [...tiers.keys()].sort((a, b) => budgetOf(a) - budgetOf(b));
  function budgetOf(tier: number): number {
    return (tiers[tier] as AnalysisContext['tiers'][number]).budget;
  }
  const crossings: Crossing[] = [];
  const apart: NeverCross[] = [];
  const reversed: OutOfOrder[] = [];
  for (const [index, larger] of order.entries())
    for (const [place, smaller] of order.slice(0, index).entries()) {
      const budgets = [budgetOf(smaller), budgetOf(larger)] as const;
      // Tiers of one budget differ in how they sample, which a reward of lengths does not see.
      if (budgets[0] === budgets[1]) continue;
      const signs = compare(first[smaller] as Curve, first[larger] as Curve);
      const found = changesOf(signs).map(
        (change): Crossing => ({
          ...change,
          tokens: first[smaller]?.lengths[change.index] as number,
          budgets,
        }),
      );
      crossings.push(...found.map(({ budgets, tokens, larger }) => ({ budgets, tokens, larger })));
      if (place !== index - 1) continue;
      const ever = signs.find((sign) => sign !== 0);
      if (ever !== undefined && found.length === 0)
        apart.push({ budgets, better: ever > 0 ? budgets[1] : budgets[0] });
      const lengths = (first[smaller] as Curve).lengths;
      const astray = signs.findIndex((sign, at) => {
        const tokens = lengths[at] as number;
        return (tokens < budgets[0] && sign > 0) || (tokens > budgets[1] && sign < 0);
      });
      if (found.length > 0 && astray >= 0) reversed.push({ budgets, tokens: lengths[astray] as number });
    }
  return [
    ...(crossings.length > 0
      ? [{ code: 'shape/crossings', severity: 'info', settled, crossings } as const]
      : []),
    ...(apart.length > 0
      ? [{ code: 'shape/tiers-never-cross', severity: 'warning', settled, pairs: apart } as const]
      : []),
    ...(reversed.length > 0
      ? [{ code: 'shape/tiers-out-of-order', severity: 'warning', settled, pairs: reversed } as const]
      : []),
  ];
}

/** 1 where the larger budget earns more, -1 where the smaller does, 0 where they earn the same. */
function compare(smaller: Curve, larger: Curve): number[] {
  const slack = rounding(rangeOf([smaller.values, larger.values]));
  const common = Math.min(smaller.lengths.length, larger.lengths.length);
  return Array.from({ length: common }, (_, index) => {
    const difference = (larger.values[index] as number) - (smaller.values[index] as number);
    return Math.abs(difference) > slack ? Math.sign(difference) : 0;
  });
}

/** Places at which another sign than the last one, equality aside, comes up. */
function changesOf(signs: readonly number[]): { readonly index: number; readonly larger: boolean }[] {
  const changes: { readonly index: number; readonly larger: boolean }[] = [];
  let last = 0;
  for (const [index, sign] of signs.entries()) {
    if (sign === 0) continue;
    if (last !== 0 && sign !== last) changes.push({ index, larger: sign > 0 });
    last = sign;
  }
  return changes;
}
