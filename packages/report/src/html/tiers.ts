// Tier usage: what each tier asked for and what its rollouts did, at the start and at the end of training.
import { budgetUsed, tierFigures } from '../figure/tier-figures.js';
import { tierText } from '../figure/training-figures.js';
import { formatCount, formatMetric, formatShare, formatTokens } from '../format.js';
import type { RunRecord } from '../run/run-record.js';
import type { RunSummary, TierCurves } from '../summary/run-summary.js';
import { figureGrid, numberTable } from './figures.js';
import { type Html, html } from './html.js';

/** Nothing before the first step, or where there are no tiers. */
export function tiersSection({ plan }: RunRecord, summary: RunSummary, id: string): Html | undefined {
  const { tiers } = summary.training;
  if (tiers.length === 0 || plan.settings.kind === 'supervised') return undefined;
  const planned = plan.settings.tiers;
  const rows = tiers.map((tier, index) => {
    const rollouts = planned[index]?.rollouts;
    return [
      tierText(tier),
      formatCount(tier.budget),
      rollouts === undefined ? '–' : formatCount(rollouts),
      endsOf(tier.meanTokens, formatTokens),
      endsOf(budgetUsed(tier), (share) => formatShare(share, 0)),
      endsOf(tier.accuracy, formatShare),
      endsOf(tier.meanReward, formatMetric),
      endsOf(tier.signalShare ?? [], (share) => formatShare(share, 0)),
    ];
  });
  return html`<div class="card">${numberTable('Tier usage', { head, rows })}<p class="intro below">Rollouts are those of a problem; means of the first and of the last twentieth of the steps.</p></div>
${figureGrid(tierFigures(summary, id))}`;
}

const head = ['tier', 'budget', 'rollouts', 'tokens', 'of the budget', 'accuracy', 'reward', 'of the signal'];

/** `71.2 → 30.5`: means of the first and the last twentieth, at least one step. */
function endsOf(values: TierCurves['accuracy'], write: (value: number) => string): string {
  const known = values.flatMap((value) => value ?? []);
  if (known.length === 0) return '–';
  const part = Math.max(1, Math.round(known.length / 20));
  const mean = (own: readonly number[]): number => own.reduce((sum, value) => sum + value, 0) / own.length;
  const [first, last] = [write(mean(known.slice(0, part))), write(mean(known.slice(-part)))];
  return first === last ? last : `${first} → ${last}`;
}
