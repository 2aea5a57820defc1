// Safe HTML: a template whose every inserted text is escaped, unless it is HTML already.

import { escapeText } from './escape-text.js';

export interface Html {
  readonly html: string;
}

type Insertable = Html | string | number | undefined | false | readonly Insertable[];

/** ``html`<p>${text}</p>` ``: text is escaped, `Html` stays as it is, lists are joined, undefined and false vanish. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  const parts = strings.map((text, index) => text + insert(values[index]));
  return { html: parts.join('') };
}

/** For HTML that we made: charts and style sheets. */
export const trusted = (text: string): Html => ({ html: text });

function insert(value: Insertable): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return 'html' in value ? value.html : value.map(insert).join('');
}
