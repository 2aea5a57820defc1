// Markdown of the repository as HTML of the site: headings have GitHub's anchors, links lead to pages.
import MarkdownIt from 'markdown-it';
import { escapeHtml } from './html.mjs';

/**
 * `place` says where a link of the file leads on the site: `{ href }`, or undefined where it leads nowhere.
 * Answers the HTML and the text of the first heading.
 */
export function renderMarkdown(text, place) {
  const markdown = new MarkdownIt({ linkify: false, html: false });
  const { rules } = markdown.renderer;
  const slug = slugger();
  let title;
  rules.heading_open = (tokens, index, options, _, self) => {
    const heading = plainText(tokens[index + 1]);
    title ??= heading;
    tokens[index].attrSet('id', slug(heading));
    return self.renderToken(tokens, index, options);
  };
  // A wide table scrolls by itself, also by keyboard.
  rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  rules.link_open = (tokens, index, options, _, self) => {
    lead(tokens[index], 'href', place);
    return self.renderToken(tokens, index, options);
  };
  const image = rules.image;
  rules.image = (tokens, index, options, environment, self) => {
    lead(tokens[index], 'src', place);
    tokens[index].attrSet('loading', 'lazy');
    return image(tokens, index, options, environment, self);
  };
  const html = markdown.render(withoutHtml(text));
  return { html, title: title ?? '' };
}

function lead(token, attribute, place) {
  const target = token.attrGet(attribute) ?? '';
  token.attrSet(attribute, place(target) ?? target);
}

/** The little HTML that GitHub's pages need: comments are left out, of a picture for two themes the one for light is taken. */
const withoutHtml = (text) =>
  text
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<picture>[\s\S]*?<img src="([^"]+)" alt="([^"]*)"[\s\S]*?<\/picture>/g, '![$2]($1)');

/** A fenced text. */
export const codeBlock = (text) => `<pre tabindex="0"><code>${escapeHtml(text.trimEnd())}</code></pre>\n`;

const plainText = ({ children }) =>
  (children ?? [])
    .map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : ''))
    .join('');

/** GitHub's anchors: lower case, no punctuation, a number behind one that is there already. */
export function slugger() {
  const seen = new Map();
  return (heading) => {
    const plain = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(plain) ?? 0;
    seen.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count}`;
  };
}
