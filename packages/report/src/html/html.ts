// Safe HTML: a template whose every inserted text is escaped, unless it is HTML already.

import { escapeText } from './escape-text.js';

/** Made here alone: nothing that is read from a file can pass for it. */
export class Html {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

type Insertable = Html | string | number | undefined | false | readonly Insertable[];

/** ``html`<p>${text}</p>` ``: text is escaped, `Html` stays as it is, lists are joined, undefined and false vanish. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  const parts = strings.map((text, index) => text + insert(values[index]));
  return new Html(parts.join(''));
}

/** For HTML that we made: charts and style sheets. */
export const trusted = (text: string): Html => new Html(text);

/** What a damaged file puts in the place of a text is shown as JSON. */
function insert(value: unknown): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  if (value instanceof Html) return value.html;
  return Array.isArray(value) ? value.map(insert).join('') : escapeText(JSON.stringify(value));
}
