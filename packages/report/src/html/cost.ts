// Cost: what the plan foresaw beside what the run spent.
import { finite, formatBytes, formatCount, formatDuration, formatMetric } from '../format.js';
import type { RunRecord } from '../run/run-record.js';
import { spentCost } from '../summary/run-cost.js';
import { type Html, html } from './html.js';
import { scrollingCard } from './scroller.js';

export function costSection(run: RunRecord): Html {
  const { cost, settings } = run.plan;
  const spent = spentCost(run);
  const unknown = '–';
  const rows: readonly (readonly [name: string, planned: string, spent: string])[] = [
    ...(settings.kind === 'supervised'
      ? []
      : [
          [
            'rollouts of training',
            formatCount(cost.rollouts),
            spent.rollouts === undefined ? unknown : formatCount(spent.rollouts),
          ] as const,
        ]),
    [
      'response tokens, with evaluations',
      `at most ${formatCount(cost.maxResponseTokens)}`,
      formatCount(spent.responseTokens),
    ],
    ['time', `about ${formatDuration(finite(cost.seconds) ?? 0)}`, formatDuration(spent.seconds)],
    [
      'disk, checkpoints and trajectories',
      `up to ${formatBytes(cost.diskBytes)}`,
      run.diskBytes === undefined ? unknown : formatBytes(run.diskBytes),
    ],
    ['memory', `about ${formatBytes(cost.memoryBytes)}`, unknown],
    ['floating-point operations', `at most ${formatMetric(cost.flops)}`, unknown],
  ];
  return html`${scrollingCard(
    'Cost',
    html`<table class="settings plain">
<thead><tr><th scope="col">what</th><th scope="col">planned</th><th scope="col">spent</th></tr></thead>
<tbody>${rows.map(
      ([
        name,
        planned,
        given,
      ]) => html`<tr><th scope="row">${name}</th><td>${planned}</td><td>${given}</td></tr>
`,
    )}</tbody>
</table>`,
  )}
<p class="intro below">Time is wall clock of steps and evaluations, over all sittings of the run. What was not measured is –.</p>`;
}
