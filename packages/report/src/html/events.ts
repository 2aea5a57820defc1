// What happened in the run besides training steps: as a time line, and as a list.
import type { PlanChange, RunEvent } from '@allot/spec';
import { timelineFigure } from '../figure/timeline-figure.js';
import { formatCount, formatDuration, formatShare, formatTime, formatTokens } from '../format.js';
import type { RunRecord } from '../run/run-record.js';
import type { RunSummary } from '../summary/run-summary.js';
import { figureGrid } from './figures.js';
import { firedText } from './guards.js';
import { type Html, html } from './html.js';
import { scroller } from './scroller.js';

const mostEvents = 400;

export function eventsSection(run: RunRecord, summary: RunSummary, id: string): Html {
  const { events } = run;
  const told = events.filter((event) => event.type !== 'step-completed' || event.metrics.skippedUpdates);
  const rows = told.slice(-mostEvents).map(
    (
      event,
    ) => html`<tr${event.type === 'diagnostic' && html` class="${event.diagnostic.severity}"`}><td>${formatTime(event.time)}</td><td>${formatCount(event.step)}</td><td>${textOf(event)}</td></tr>
`,
  );
  const timeline = timelineFigure(run, summary, `${id}-line`);
  return html`${timeline && figureGrid([timeline])}
<details class="card"><summary>${told.length > mostEvents && `the last ${mostEvents} of `}${told.length} events</summary>
${scroller(
  'Events',
  html`<table class="settings sortable">
<thead><tr><th scope="col">time</th><th scope="col">step</th><th scope="col">event</th></tr></thead>
<tbody>${rows}</tbody>
</table>`,
)}</details>`;
}

/** Errors and warnings of the run, to be seen without unfolding anything. */
export function diagnosticsBanner(events: readonly RunEvent[]): Html | undefined {
  const raised = events.flatMap((event) => (event.type === 'diagnostic' ? [event] : []));
  if (raised.length === 0) return undefined;
  return html`<section class="banner">${raised.slice(-5).map(
    ({
      step,
      diagnostic: { severity, code, message, help },
    }) => html`<p class="${severity}"><b>${severity} ${code}</b> at step ${formatCount(step)}: ${message}${help && html`<br><span>${help}</span>`}</p>
`,
  )}</section>`;
}

function textOf(event: RunEvent): string {
  switch (event.type) {
    case 'run-started':
      return `run started: ${event.engine} on ${event.device}, Allot ${event.version}`;
    case 'run-resumed':
      return `resumed from checkpoint ${event.checkpoint}`;
    case 'plan-changed':
      return `the plan changed: ${changesText(event.changes)}`;
    case 'evaluation-completed':
      return `evaluated${timeOf(event.evaluationSeconds)}: ${event.results
        .map(
          ({ mode, all }) => `${mode} ${formatShare(all.accuracy)} at ${formatTokens(all.meanTokens)} tokens`,
        )
        .join(', ')}`;
    case 'checkpoint-written':
      return `checkpoint written: ${event.path}`;
    case 'guard-fired':
      return `guard ${event.guard}: ${firedText(event)}`;
    case 'gate-passed':
      return `gate ${event.gate}: approved by ${event.by}${event.note && `: ${event.note}`}`;
    case 'gate-reached':
      return `gate ${event.gate}: ${event.state}`;
    case 'diagnostic':
      return `${event.diagnostic.severity} ${event.diagnostic.code}: ${event.diagnostic.message}`;
    case 'run-interrupted':
      return `interrupted by ${event.signal}`;
    case 'run-finished':
      return `finished after ${formatDuration(event.totalSeconds)} in all, with starting and checkpoints`;
    case 'step-completed':
      return `${formatCount(event.metrics.skippedUpdates ?? 0)} optimizer steps skipped: loss or gradient not finite`;
  }
}

/** `steps: 6 -> 8 (matters from score), ...`. */
export const changesText = (changes: readonly PlanChange[]): string =>
  changes
    .map(
      ({ path, before = '-', after = '-', from }) => `${path}: ${before} -> ${after} (matters from ${from})`,
    )
    .join(', ');

const timeOf = (seconds: number | undefined): string =>
  seconds === undefined ? '' : ` in ${formatDuration(seconds)}`;
