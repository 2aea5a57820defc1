// Every setting of the run with where it came from.
import { type Expression, type Origin, type Plan, printShape } from '@allot/spec';
import { type Html, html } from './html.js';
import { scroller } from './scroller.js';

export function settingsSection(plan: Plan): Html {
  const rows = flatten(plan.settings, '');
  return html`<details class="card"><summary>${rows.length} settings and where each came from</summary>
${scroller(
  'Settings',
  html`<table class="settings sortable">
<thead><tr><th scope="col">setting</th><th scope="col">value</th><th scope="col">from</th></tr></thead>
<tbody>${rows.map(
    ([
      path,
      value,
    ]) => html`<tr><th scope="row">${path}</th><td>${value}</td><td>${originText(originOf(plan, path))}</td></tr>
`,
  )}</tbody>
</table>`,
)}</details>`;
}

/** Leaves by dotted path; lists of plain values stay together, shapes are printed as formulas. */
function flatten(value: unknown, path: string): [path: string, value: string][] {
  if (isShape(path)) return [[path, printExpression(value)]];
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return [[path, JSON.stringify(value)]];
    return value.flatMap((item: unknown, index) => flatten(item, `${path}[${index}]`));
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) =>
      flatten(item, path === '' ? name : `${path}.${name}`),
    );
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** Whether an expression lies at the path: of a reward or advantage, or of a component. */
const isShape = (path: string): boolean =>
  /^(?:reward|advantage)\.(?:expression|components\..+)$|^state\..+\.(?:observe|when)$/.test(path);

function printExpression(value: unknown): string {
  try {
    return printShape(value as Expression);
  } catch {
    return JSON.stringify(value);
  }
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
