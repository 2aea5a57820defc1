// The frame of every page: menu, content, previous and next. No script runs, and nothing is fetched from elsewhere.
import { posix } from 'node:path';
import { escapeHtml } from './html.mjs';

/** `menu`: groups of `{ title, pages: [{ path, title }] }`. Paths are those of the site, `shapes/index.html`. */
export function layout({ path, title, html }, menu) {
  const to = (target) => posix.relative(posix.dirname(path), target) || posix.basename(target);
  const all = menu.flatMap(({ pages }) => pages);
  const at = all.findIndex((page) => page.path === path);
  const neighbours = [
    ['prev', at > 0 ? all[at - 1] : undefined],
    ['next', at >= 0 ? all[at + 1] : undefined],
  ].flatMap(([rel, page]) =>
    page ? [`<a rel="${rel}" href="${to(page.path)}">${escapeHtml(page.title)}</a>`] : ['<span></span>'],
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title === 'Allot' ? title : `${title} · Allot`)}</title>
<link rel="stylesheet" href="${to('style.css')}">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><a class="home" href="${to('index.html')}">Allot</a><a class="to-menu" href="#menu">Pages</a></header>
<div class="columns">
<nav id="menu" aria-label="Pages">${menuHtml()}</nav>
<main id="content">
${html}<div class="neighbours">${neighbours.join('')}</div>
</main>
</div>
</body>
</html>
`;

  function menuHtml() {
    return menu
      .map(
        (group) =>
          `<h2>${escapeHtml(group.title)}</h2><ul>${group.pages
            .map((page) => {
              const current = page.path === path ? ' aria-current="page"' : '';
              return `<li><a href="${to(page.path)}"${current}>${escapeHtml(page.title)}</a></li>`;
            })
            .join('')}</ul>`,
      )
      .join('');
  }
}
