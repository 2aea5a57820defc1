// Figures as HTML: title, legend, chart, caption, numbers.
import type { Figure, LegendEntry, NumberTable } from '../figure/figure.js';
import { type Html, html, trusted } from './html.js';
import { scroller } from './scroller.js';

export const figureGrid = (figures: readonly Figure[]): Html => {
  const small = figures.filter(({ size }) => size === 'small');
  const normal = figures.filter(({ size }) => size === 'normal');
  return html`${figures.filter(({ size }) => size === 'wide').map(figureHtml)}
${normal.length > 0 && html`<div class="figures">${normal.map(figureHtml)}</div>`}
${small.length > 0 && html`<div class="figures small">${small.map(figureHtml)}</div>`}`;
};

const figureHtml = ({
  title,
  caption,
  drawings,
  legend,
  table,
  size,
}: Figure): Html => html`<figure class="card ${size}">
<h3>${title}</h3>
${legend.length > 0 && html`<ul class="legend">${legend.map(legendEntry)}</ul>`}
${drawings.map(({ layout, svg }) => html`<div class="drawing ${layout}">${trusted(svg)}</div>`)}
${caption !== '' && html`<figcaption>${caption}</figcaption>`}
${table && html`<details><summary>Numbers</summary>${numberTable(`Numbers of ${title}`, table)}</details>`}
</figure>
`;

const legendEntry = ({ text, color, look }: LegendEntry): Html =>
  html`<li><i class="${look}" style="--c:${color}"></i>${text}</li>`;

/** `label` says what the numbers are. */
export const numberTable = (label: string, { head, rows }: NumberTable): Html =>
  scroller(
    label,
    html`<table class="numbers sortable">
<thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows.map(
      (row) => html`<tr>${row.map((text) => html`<td>${text}</td>`)}</tr>
`,
    )}</tbody>
</table>`,
  );
