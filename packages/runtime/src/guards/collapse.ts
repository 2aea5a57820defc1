// Collapses: a quantity that is far below what it was when the run began.
import { tierName } from '@allot/spec';
import { type Finding, type Judge, percent, shown, type View } from './finding.js';
import { type Metric, meanOfFirst, meanOfLast } from './windows.js';

/** The spread of lengths inside groups, and inside every tier of them. */
export const explorationCollapse: Judge<'exploration-collapse'> = ({ window, share }, view) => {
  const inTier =
    (index: number): Metric =>
    (metrics) =>
      metrics.tiers?.[index]?.lengthSpread;
  const found = view.tiers.map((tier, index) =>
    collapse(view, window, share, `The spread of lengths in tier ${tierName(tier)}`, 'tokens', inTier(index)),
  );
  const ofGroup: Metric = ({ lengthSpread }) => lengthSpread;
  return (
    collapse(view, window, share, 'The spread of lengths inside groups', 'tokens', ofGroup) ??
    found.find((finding) => finding !== undefined)
  );
};

export const entropyCollapse: Judge<'entropy-collapse'> = ({ window, share }, view) =>
  collapse(view, window, share, 'The entropy', 'nats', ({ entropy }) => entropy);

function collapse(
  view: View,
  window: number,
  share: number,
  what: string,
  unit: string,
  metric: Metric,
): Finding | undefined {
  const before = meanOfFirst(view, window, metric);
  const now = meanOfLast(view, window, metric);
  if (before === undefined || now === undefined || now >= share * before) return undefined;
  return {
    text: `${what} is ${shown(now)} ${unit}, ${percent(now / before)} of the ${shown(before)} it began with.`,
    value: now,
    limit: share * before,
    goodUntil: view.step - window,
  };
}
