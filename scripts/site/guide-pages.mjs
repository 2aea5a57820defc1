// The pages that stand as Markdown in the repository, and the files that they show or link.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { renderMarkdown } from './markdown.mjs';

/** `{ pages: [{ path, title, html }], assets: [[file in the repository, path on the site]] }`. */
export function guidePages(root) {
  const sources = ['README.md', 'CONTRIBUTING.md', ...markdownIn(root, 'docs')];
  const pathOf = new Map(sources.map((source) => [source, sitePath(source)]));
  const assets = new Map();
  const pages = sources.map((source) => {
    const path = pathOf.get(source);
    const place = (target) => {
      if (/^[a-z]+:/i.test(target) || target.startsWith('#')) return undefined;
      const [file, anchor] = target.split('#');
      const found = posix.join(posix.dirname(source), file);
      if (!pathOf.has(found) && isFile(join(root, found))) assets.set(found, found.replace(/^docs\//, ''));
      const to = pathOf.get(found) ?? assets.get(found);
      if (to === undefined) return undefined;
      return `${posix.relative(posix.dirname(path), to) || posix.basename(to)}${anchor === undefined ? '' : `#${anchor}`}`;
    };
    return { path, ...renderMarkdown(readFileSync(join(root, source), 'utf8'), place) };
  });
  return { pages, assets: [...assets] };
}

/** docs/shapes/README.md is shapes/index.html. */
const sitePath = (source) =>
  source
    .replace(/^docs\//, '')
    .replace(/README\.md$/, 'index.md')
    .replace('CONTRIBUTING', 'contributing')
    .replace(/md$/, 'html');

const markdownIn = (root, folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((name) => name.endsWith('.md'))
    .sort();

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
