// The table of results: accuracy and tokens, base and trained, every mode, overall and by difficulty, with intervals.
import type { EvaluationCell } from '@allot/spec';
import { formatCount, formatFixed, formatSigned, formatTokens } from '../format.js';
import { nameBefore } from '../summary/name-before.js';
import type { Comparison, ModeSummary, RunSummary } from '../summary/run-summary.js';
import { type Html, html } from './html.js';
import { scrollingCard } from './scroller.js';

export const resultTables = (summary: RunSummary): Html =>
  html`${summary.modes.map((mode) => resultTable(mode, summary))}`;

function resultTable(mode: ModeSummary, summary: RunSummary): Html {
  const before = nameBefore(summary, mode);
  const columns = mode.trainedStep === undefined ? [before] : [before, 'trained', 'change'];
  const rows = [{ name: 'all', ...mode.all }, ...mode.byDifficulty];
  const change = mode.all.change;
  return scrollingCard(
    `Results in ${mode.mode} mode`,
    html`<table class="results sortable">
<caption>${mode.mode} mode, dataset ${mode.dataset}${change && html`<span> · changes ${change.paired ? 'paired by problem' : 'unpaired'}</span>`}</caption>
<colgroup><col></colgroup><colgroup span="${columns.length}"></colgroup><colgroup span="${columns.length}"></colgroup>
<thead>
<tr><td></td><th scope="colgroup" colspan="${columns.length}">accuracy, %</th><th scope="colgroup" colspan="${columns.length}">tokens per response</th></tr>
<tr><th scope="col">problems</th>${[...columns, ...columns].map((name) => html`<th scope="col">${name}</th>`)}</tr>
</thead>
<tbody>${rows.map((row) => resultRow(row, row.name, summary.kind === 'reinforcement'))}</tbody>
</table>`,
  );
}

/** `judged`: whether fewer tokens are better, as they are when thinking is what is trained. */
const resultRow = (
  { base, trained, change }: Comparison,
  name: string,
  judged: boolean,
): Html => html`<tr class="${rowClass(name)}">
<th scope="row">${name} <small>${formatCount(base.problems)}</small></th>
${accuracyCell(base)}${trained && accuracyCell(trained)}${trained && (change ? accuracyChange(change) : emptyCell)}
${tokensCell(base)}${trained && tokensCell(trained)}${trained && (change ? tokensChange(change, judged) : emptyCell)}
</tr>`;

/** The row over all problems stands out. */
export const rowClass = (name: string): string => (name === 'all' ? 'all' : 'range');

const emptyCell = html`<td>–</td>`;

const valueCell = (value: string, low: string, high: string): Html =>
  html`<td>${value} <small>${low} to ${high}</small></td>`;

const accuracyCell = ({ problems, accuracy, accuracyInterval: [low, high] }: EvaluationCell): Html =>
  problems === 0 ? emptyCell : valueCell(percent(accuracy), percent(low), percent(high));

function tokensCell({ problems, meanTokens, meanTokensInterval: [low, high] }: EvaluationCell): Html {
  if (problems === 0) return emptyCell;
  const value = formatTokens(meanTokens);
  if (problems === 1) return html`<td>${value} <small>one problem has no interval</small></td>`;
  return valueCell(value, formatTokens(low), formatTokens(high));
}

const percent = (share: number): string => formatFixed(100 * share, 1);

function accuracyChange({ accuracyPoints, accuracyPointsInterval }: NonNullable<Comparison['change']>): Html {
  const [low, high] = accuracyPointsInterval;
  return changeCell(
    formatSigned(accuracyPoints, 1),
    formatSigned(low, 1),
    formatSigned(high, 1),
    toneOf(low, high),
  );
}

/** Printed as a change, so a cut of 50% is −50%. */
function tokensChange(
  { tokensCutPercent, tokensCutPercentInterval }: NonNullable<Comparison['change']>,
  judged: boolean,
): Html {
  if (tokensCutPercent === undefined) return emptyCell;
  const text = `${formatSigned(-tokensCutPercent, 1)}%`;
  if (!tokensCutPercentInterval) return html`<td>${text}</td>`;
  const [low, high] = tokensCutPercentInterval;
  return changeCell(
    text,
    formatSigned(-high, 1),
    formatSigned(-low, 1),
    judged ? toneOf(low, high) : 'plain',
  );
}

const changeCell = (value: string, low: string, high: string, tone: string): Html =>
  html`<td class="change ${tone}">${value} <small>${low} to ${high}</small></td>`;

function toneOf(low: number, high: number): string {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'plain';
}
