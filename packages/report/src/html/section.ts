// The parts of a page: each under its heading, and all of them listed at the top.
import { type Html, html } from './html.js';

export interface Section {
  /** Unique inside the page. */
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

export const sectionHtml = ({ id, title, body }: Section): Html => html`<section id="${id}">
<h2>${title}</h2>
${body}
</section>
`;

export const contentsOf = (sections: readonly Section[]): Html =>
  html`<nav class="contents" aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
`;
