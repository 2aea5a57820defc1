// Every setting of the run with where it came from.
import { type Origin, type Plan, type RunEvent, settingRows } from '@allot/spec';
import { formatCount } from '../format.js';
import { changesText } from './events.js';
import { type Html, html } from './html.js';
import { scroller } from './scroller.js';
import { settingName } from './setting-name.js';

export function settingsSection(plan: Plan, events: readonly RunEvent[]): Html {
  const rows = settingRows(plan.settings);
  return html`<details class="card"><summary>${rows.length} settings and where each came from</summary>
${changedUnderWay(events)}${scroller(
  'Settings',
  html`<table class="settings sortable">
<thead><tr><th scope="col">setting</th><th scope="col">value</th><th scope="col">from</th></tr></thead>
<tbody>${rows.map(
    ([
      path,
      value,
    ]) => html`<tr><th scope="row">${settingName(path)}</th><td>${value}</td><td>${originText(originOf(plan, path))}</td></tr>
`,
  )}</tbody>
</table>`,
)}</details>`;
}

/** What the settings were before, and up to which step. */
function changedUnderWay(events: readonly RunEvent[]): Html[] {
  return events.flatMap((event) =>
    event.type === 'plan-changed'
      ? [
          html`<p>Changed after step ${formatCount(event.step)}: ${changesText(event.changes)}.</p>
`,
        ]
      : [],
  );
}

/** The origin of the path, or of the nearest part of it that has one. */
function originOf(plan: Plan, path: string): Origin | undefined {
  for (let part = path; part !== ''; part = part.replace(/(?:\.[^.[]*|\[\d+\]|^[^.[]*)$/, '')) {
    const origin = plan.origins[part];
    if (origin) return origin;
  }
  return undefined;
}

function originText(origin: Origin | undefined): string {
  switch (origin?.from) {
    case undefined:
      return '';
    case 'definition':
      return `${baseName(origin.file)}:${origin.line}:${origin.column}`;
    case 'flag':
      return origin.flag;
    case 'template':
      return `template ${origin.template}`;
    case 'model':
      return baseName(origin.file);
    case 'derived':
      return `derived: ${origin.rule}`;
    case 'default':
      return 'default';
  }
}

/** A report is passed on: it names files, not the folders of whoever ran it. */
export const baseName = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;
