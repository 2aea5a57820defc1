// Links of a folder of HTML pages that lead nowhere: to no file, or to an anchor that its page does not have.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One text a dead link. Links to other sites are not followed. */
export function deadLinks(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.(html|svg)$/.test(name));
  const texts = new Map(
    files.map((name) => [resolve(folder, name), readFileSync(join(folder, name), 'utf8')]),
  );
  const anchors = new Map([...texts].map(([file, text]) => [file, anchorsOf(text)]));
  const pages = [...texts].filter(([file]) => file.endsWith('.html'));
  return pages.flatMap(([page, text]) =>
    linksOf(text).flatMap((link) => {
      const problem = problemOf(link, page);
      return problem === undefined ? [] : [`${relative(folder, page)}: ${link} (${problem})`];
    }),
  );

  function problemOf(link, page) {
    if (/^(https?:|mailto:|data:)/.test(link)) return undefined;
    if (/^[a-z]+:|^\//i.test(link)) return 'it is no relative link';
    const [path, anchor] = link.split('#').map(decodeURIComponent);
    const file = path === '' ? page : resolve(dirname(page), path.split('?')[0]);
    if (relative(folder, file).startsWith('..')) return 'it leads out of the site';
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return 'there is no such file';
    if (anchor === undefined || anchor === '') return undefined;
    return anchors.get(file)?.has(anchor) ? undefined : 'there is no such anchor';
  }
}

const linksOf = (text) =>
  [...withoutCode(text).matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => unescapeHtml(link));

const anchorsOf = (text) =>
  new Set([...text.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => unescapeHtml(id)));

const withoutCode = (text) => text.replace(/<script\b[\s\S]*?<\/script>/g, '');

const unescapeHtml = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
