// How the tiers are used: how much of its budget each one thinks, and which of them the policy learns from.
import { tierColor } from '../chart/palette.js';
import type { RunSummary, TierCurves } from '../summary/run-summary.js';
import { type Curve, curveFigure } from './curve-figure.js';
import type { Figure } from './figure.js';
import { tierText } from './training-figures.js';

export function tierFigures({ training: { step: steps, tiers } }: RunSummary, id: string): Figure[] {
  const curves = (of: (tier: TierCurves) => Curve['values']): Curve[] =>
    tiers.map((tier, index) => ({
      name: tierText(tier),
      color: tierColor(index, tiers.length),
      values: of(tier),
    }));
  const common = { steps, unit: 'share', fromZero: true, size: 'normal' } as const;
  const used = curveFigure({
    ...common,
    id: `${id}-budget-used`,
    title: 'Budget used',
    caption: 'Mean length over the budget of the tier. At 100% its responses are as long as it states.',
    curves: curves(budgetUsed),
    references: [{ value: 1, color: 'var(--axis)', text: '' }],
  });
  const signal = curveFigure({
    ...common,
    id: `${id}-signal-share`,
    title: 'Share of the signal',
    caption: 'Part of each tier in the sum of absolute advantages: where the policy learns from.',
    curves: curves(({ signalShare }) => signalShare ?? []),
  });
  return [used, signal].flatMap((figure) => figure ?? []);
}

export const budgetUsed = ({ meanTokens, budget }: TierCurves): (number | null)[] =>
  meanTokens.map((tokens) => (tokens === null || budget === 0 ? null : tokens / budget));
