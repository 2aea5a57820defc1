// What runs beside each other were run by, what that cost, and in which settings they differ.
import { formatCount, formatDuration, formatMetric, joinWords } from '../format.js';
import type { RunRecord } from '../run/run-record.js';
import { spentCost } from '../summary/run-cost.js';
import { runSpeed } from '../summary/run-speed.js';
import type { RunSummary } from '../summary/run-summary.js';
import { type SettingDifference, settingDifferences } from '../summary/setting-differences.js';

import { type Html, html } from './html.js';
import { scroller, scrollingCard } from './scroller.js';
import { settingName } from './setting-name.js';

export interface LabelledRun {
  /** What it is called beside the others. */
  readonly label: string;
  readonly summary: RunSummary;
  readonly record: RunRecord;
}

export const speedSection = (runs: readonly LabelledRun[]): Html => html`<section>
<h2>Engine, speed and cost</h2>
${scrollingCard(
  'Engine, speed and cost',
  html`<table class="results overview sortable">
<thead><tr>${speedHead.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${runs.map(speedRow)}</tbody>
</table>`,
)}
<p class="intro below">Tokens per second are response tokens of training by the time of the rollouts; seconds are means of a step. Tokens and time are those of all steps and evaluations.</p>
</section>
`;

const speedHead = [
  'run',
  'engine',
  'tokens/s',
  'seconds a step',
  'of rollout',
  'of update',
  'response tokens',
  'time',
] as const;

function speedRow({ label, summary: { engine, device }, record }: LabelledRun): Html {
  const { tokensPerSecond, step, rollout, update } = runSpeed(record.events);
  const spent = spentCost(record);
  const texts = [
    `${engine} on ${device}`,
    tokensPerSecond === undefined ? '–' : formatCount(tokensPerSecond),
    ...[step, rollout, update].map((seconds) => (seconds === undefined ? '–' : formatMetric(seconds))),
    formatCount(spent.responseTokens),
    formatDuration(spent.seconds),
  ];
  return html`<tr><th scope="row">${label}</th>${texts.map((text) => html`<td>${text}</td>`)}</tr>`;
}

/** So many differences are shown without being unfolded. */
const fewDifferences = 12;

export function differencesSection(runs: readonly LabelledRun[]): Html {
  const differences = settingDifferences(runs.map(({ record: { plan } }) => plan));
  return html`<section>
<h2>Settings that differ</h2>
<p class="lead">${leadOf(differences)}</p>
${differences.length > 0 && differencesTable(differences, runs)}
</section>
`;
}

function leadOf(differences: readonly SettingDifference[]): string {
  const outside = differences.filter(({ path }) => !path.startsWith('engine.')).length;
  if (differences.length === 0) return 'The plans have the same settings and the same engine.';
  if (outside === 0) return 'The plans have the same settings; their engines differ.';
  const settings = `${formatCount(outside)} setting${outside === 1 ? '' : 's'}`;
  return `The plans differ in ${joinWords([...(outside < differences.length ? ['the engine'] : []), settings])}.`;
}

function differencesTable(differences: readonly SettingDifference[], runs: readonly LabelledRun[]): Html {
  const table = html`<table class="settings beside sortable">
<thead><tr><th scope="col">setting</th>${runs.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${differences.map(
    ({ path, values }) => html`<tr><th scope="row">${settingName(path)}</th>${values.map(
      (value) => html`<td>${value ?? '–'}</td>`,
    )}</tr>
`,
  )}</tbody>
</table>`;
  if (differences.length <= fewDifferences) return scrollingCard('Settings that differ', table);
  return html`<details class="card"><summary>${differences.length} settings</summary>
${scroller('Settings that differ', table)}</details>`;
}
