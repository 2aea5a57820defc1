// What the pilot found before training: how hard the problems were, and what the tiers would change.
import { type Pilot, predictTiers, type ResolvedPipeline, tierName } from '@allot/spec';
import { formatCount, formatFixed, formatShare, formatTokens } from '../format.js';
import { numberTable } from './figures.js';
import { type Html, html } from './html.js';

const classNames: Readonly<Record<string, string>> = {
  never: 'never',
  seldom: 'up to 1/3',
  sometimes: 'up to 2/3',
  mostly: 'below 1',
  always: 'always',
};

export function pilotSection(pilot: Pilot | undefined, settings: ResolvedPipeline): Html | undefined {
  if (!pilot || settings.kind === 'supervised') return undefined;
  const { problems, rollouts, dataset, mode, solveRate, meanTokens, truncatedShare } = pilot;
  return html`<p class="intro">Before training, in ${mode} mode, ${formatCount(rollouts)} responses to each of ${formatCount(problems)} problems of ${dataset}: ${formatShare(solveRate)} right, ${formatTokens(meanTokens)} tokens a response, ${formatShare(truncatedShare)} cut off.</p>
<div class="card">${numberTable('Problems by difficulty', { head: ['solved', 'problems', 'tokens', 'tokens, right'], rows: pilot.difficulty.map(classRow) })}</div>
<div class="card">${numberTable('Tiers', { head: ['tier', 'budget', 'tokens saved', 'accuracy at risk'], rows: tierRows(pilot, settings.tiers) })}</div>
${(pilot.assumptions ?? []).map(
  (assumption) => html`<p class="note">${assumption}</p>
`,
)}`;
}

const classRow = ({
  solved,
  problems,
  meanTokens,
  meanRightTokens,
}: Pilot['difficulty'][number]): string[] => [
  classNames[solved] ?? solved,
  formatCount(problems),
  problems === 0 ? '–' : formatTokens(meanTokens),
  meanRightTokens === undefined ? '–' : formatTokens(meanRightTokens),
];

function tierRows(
  pilot: Pilot,
  tiers: readonly { readonly name?: string; readonly budget: number }[],
): string[][] {
  const predictions = predictTiers(
    pilot,
    tiers.map(({ budget }) => budget),
  );
  return predictions.map(({ budget, tokensSaved, accuracyAtRisk }, index) => [
    tierName(tiers[index] ?? { budget }),
    formatCount(budget),
    formatShare(tokensSaved),
    `${formatFixed(100 * accuracyAtRisk, 1)} points`,
  ]);
}
