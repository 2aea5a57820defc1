// A comparison as one HTML file: verdicts, tables and figures by dataset and mode.

import { isClear } from '../compare/compare-verdict.js';
import {
  accuracyText,
  percentText,
  pointsText,
  probabilityText,
  readingNotes,
  scoreText,
  sharePercent,
  tokensText,
} from '../compare/comparison-cells.js';
import type {
  CellComparison,
  ComparisonDocument,
  PairedChange,
  PolicyChange,
  TestedChange,
} from '../compare/comparison-document.js';
import { compareFigures } from '../figure/compare-figures.js';
import { formatCount, formatShare, formatTokens, joinWords } from '../format.js';
import { titleOf } from '../table/print-comparison.js';
import { figureGrid } from './figures.js';
import { type Html, html } from './html.js';
import { page } from './page.js';
import { rowClass } from './results.js';
import { scrollingCard } from './scroller.js';

export function renderComparison(document: ComparisonDocument): string {
  const { policies, differences, notes, results, tests } = document;
  const names = policies.map(({ name }) => name).join(', ');
  const body = html`<header>
<p class="eyebrow">Comparison</p>
${headline(document)}
${differences.map(({ what, policy, detail }) => html`<p class="warning">Allowed to differ: ${what} of ${policy} (${detail}).</p>`)}
${notes.map((note) => html`<p class="note">${note}</p>`)}
<dl class="facts">${policies.map(({ name, places }) => html`<div><dt>${name}</dt><dd>${places.join(', ')}</dd></div>`)}</dl>
</header>
${results.map((cell, index) => cellSection(cell, policies[0]?.name ?? '', `c${index}`))}`;
  return page({ title: `${names} · Allot comparison`, body, footer: readingNotes(tests).join(' ') });
}

/** One verdict is the title; several stand below it. */
function headline({ verdicts, policies }: ComparisonDocument): Html {
  if (verdicts.length === 1) return html`<h1>${verdicts[0]}</h1>`;
  const [base = '', ...others] = policies.map(({ name }) => name);
  return html`<h1>${joinWords(others)} against ${base}</h1>
${verdicts.map((verdict) => html`<p class="lead">${verdict}</p>`)}`;
}

/** One dataset in one mode: where the policies stand, and what changed. */
export const cellSection = (cell: CellComparison, base: string, id: string): Html => html`<section>
<h2>${titleOf(cell)}</h2>
${standingsTable(cell)}
${cell.changes.map((change) => changeTable(change, base))}
${figureGrid(compareFigures(cell, id))}
</section>
`;

const standingsTable = ({ standings, changes }: CellComparison): Html =>
  scrollingCard(
    'Standings',
    html`<table class="results overview sortable">
<thead><tr>${['policy', 'accuracy, %', 'tokens per response', 'AES', 'frontier'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${standings.map(({ policy, accuracy, tokens, frontierShare }, index) => {
      const score = changes[index - 1]?.efficiencyScore;
      const texts = [
        accuracyText(accuracy),
        tokensText(tokens),
        index === 0 ? 'base' : score ? scoreText(score) : '–',
        formatShare(frontierShare, 0),
      ];
      return html`<tr><th scope="row">${policy}</th>${texts.map((text) => html`<td>${text}</td>`)}</tr>`;
    })}</tbody>
</table>`,
  );

const changeTable = ({ policy, all, byDifficulty }: PolicyChange, base: string): Html =>
  scrollingCard(
    `Changes of ${policy}`,
    html`<table class="results sortable">
<caption>${policy} <span>against ${base}, paired by problem</span></caption>
<thead>
<tr><td></td><th scope="colgroup" colspan="4">accuracy, %</th><th scope="colgroup" colspan="4">tokens per response</th></tr>
<tr><th scope="col">problems</th>${[...columns, ...columns].map((name) => html`<th scope="col">${name}</th>`)}</tr>
</thead>
<tbody>${[{ name: 'all', ...all }, ...byDifficulty].map(changeRow)}</tbody>
</table>`,
  );

const columns = ['base', 'other', 'change', 'p'] as const;

const changeRow = ({
  name,
  problems,
  base,
  other,
  accuracyPoints,
  tokensPercent,
}: PairedChange & { readonly name: string }): Html => html`<tr class="${rowClass(name)}">
<th scope="row">${name} <small>${formatCount(problems)}</small></th>
<td>${sharePercent(base.accuracy)}</td><td>${sharePercent(other.accuracy)}</td>
${changeCells(accuracyPoints, pointsText, 1)}
<td>${formatTokens(base.tokens)}</td><td>${formatTokens(other.tokens)}</td>
${tokensPercent ? changeCells(tokensPercent, percentText, -1) : html`<td>–</td><td>–</td>`}
</tr>`;

function changeCells(change: TestedChange, write: (change: TestedChange) => string, better: 1 | -1): Html {
  const tone = !isClear(change) ? 'plain' : change.value * better > 0 ? 'better' : 'worse';
  return html`<td class="${tone}">${write(change)}</td><td>${probabilityText(change.adjustedP)}</td>`;
}
