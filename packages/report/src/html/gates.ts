// Where the run waited for a person, and what was decided.
import type { Plan, RunEvent } from '@allot/spec';
import { formatTime } from '../format.js';
import { type Html, html } from './html.js';
import { scrollingCard } from './scroller.js';

export function gatesSection({ settings }: Plan, events: readonly RunEvent[]): Html | undefined {
  if (settings.kind === 'supervised' || !settings.gates) return undefined;
  return scrollingCard(
    'Gates',
    html`<table class="settings">
<thead><tr><th scope="col">gate</th><th scope="col">after</th><th scope="col">state</th></tr></thead>
<tbody>${settings.gates.map(
      ({
        name,
        after,
      }) => html`<tr><th scope="row">${name}</th><td>${placeText(after)}</td><td>${stateOf(name, events)}</td></tr>
`,
    )}</tbody>
</table>`,
  );
}

const placeText = (after: 'pilot' | number): string =>
  after === 'pilot' ? 'the pilot' : after === 0 ? 'the base policy was evaluated' : `step ${after}`;

/** What the last event about a gate says. */
function stateOf(gate: string, events: readonly RunEvent[]): string {
  const last = events.findLast(
    (event) => (event.type === 'gate-passed' || event.type === 'gate-reached') && event.gate === gate,
  );
  if (last?.type === 'gate-passed') return `approved by ${last.by}${last.note && `: ${last.note}`}`;
  if (last?.type === 'gate-reached') return `${last.state} since ${formatTime(last.time)}`;
  return 'not reached';
}
