// The name of a setting: where there is little room it goes on in the next line after a dot, not inside a word.
import { type Html, html } from './html.js';

export const settingName = (path: string): Html =>
  html`${path.split(/(?<=[._])/).map((part, index) => [index > 0 && html`<wbr>`, part])}`;
