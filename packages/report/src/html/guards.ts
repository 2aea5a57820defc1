// What watched the run, and what it found.
import type { GuardFired, Plan, ResolvedGuard, RollbackChange, RunEvent } from '@allot/spec';
import { formatCount, formatTime } from '../format.js';
import { type Html, html } from './html.js';
import { scrollingCard } from './scroller.js';

export function guardsSection({ settings }: Plan, events: readonly RunEvent[]): Html | undefined {
  if (settings.kind === 'supervised' || !settings.guards) return undefined;
  const fired = events.flatMap((event) => (event.type === 'guard-fired' ? [event] : []));
  return scrollingCard(
    'Guards',
    html`<table class="settings">
<thead><tr><th scope="col">guard</th><th scope="col">would</th><th scope="col">found</th></tr></thead>
<tbody>${settings.guards.map(
      (
        guard,
      ) => html`<tr><th scope="row">${guard.name}</th><td>${actionText(guard)}</td><td>${foundBy(guard, fired)}</td></tr>
`,
    )}</tbody>
</table>`,
  );
}

function actionText({ action }: ResolvedGuard): string {
  if (typeof action === 'string') return action;
  return `go back, with ${changeText(action.rollback)}, at most ${formatCount(action.most)} times`;
}

function foundBy({ name }: ResolvedGuard, fired: readonly GuardFired[]): Html {
  const own = fired.filter(({ guard }) => guard === name);
  if (own.length === 0) return html`nothing`;
  return html`${own.map(
    (
      event,
    ) => html`<p title="${formatTime(event.time)}">After step ${formatCount(event.step)}: ${firedText(event)}</p>
`,
  )}`;
}

/** What a guard found and what came of it, in words. */
export function firedText({ finding, action, rollback }: GuardFired): string {
  if (rollback) return `${finding} Back to step ${rollback.to}, with ${changeText(rollback.change)}.`;
  return action === 'stop' ? `${finding} The run was stopped.` : finding;
}

const changeText = (change: RollbackChange): string =>
  Object.entries(change)
    .map(([name, factor]) => `${name} times ${String(factor)}`)
    .join(', ');
