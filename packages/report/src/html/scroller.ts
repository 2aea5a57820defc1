// What may be wider than the screen: it scrolls by itself, also by keyboard.
import { type Html, html } from './html.js';

/** `label` names it for those who cannot see it. */
export const scroller = (label: string, content: Html): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;

/** The same as a card of its own. */
export const scrollingCard = (label: string, content: Html): Html =>
  html`<div class="card scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>
`;
