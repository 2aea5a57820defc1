// Every diagnostic on one page, as `allot explain` prints them.
import { catalogEntries } from '../../packages/allot/dist/cli/catalogs.js';
import { diagnosticPage } from '../../packages/allot/dist/cli/diagnostic-page.js';
import { escapeHtml, inlineHtml } from './html.mjs';
import { codeBlock } from './markdown.mjs';

export async function diagnosticsPage() {
  const areas = grouped([...(await catalogEntries())]);
  const list = [...areas.keys()].map((area) => `<a href="#${area}">${area}</a>`).join(', ');
  const sections = [...areas].map(
    ([area, entries]) => `<h2 id="${area}">${area}</h2>\n${entries.map(section).join('')}`,
  );
  const opening = `<h1>Diagnostics</h1>
<p>What Allot says when something is wrong, with why and what to do; <code>allot explain CODE</code> prints the same. Codes are permanent. What differs from case to case stands in angle brackets.</p>
<p>${list}</p>
`;
  return { path: 'diagnostics.html', title: 'Diagnostics', html: opening + sections.join('') };
}

const areaOf = (code) => code.split('/')[0];

function grouped(entries) {
  const areas = new Map();
  for (const entry of entries) {
    const area = areaOf(entry[0]);
    areas.set(area, [...(areas.get(area) ?? []), entry]);
  }
  return areas;
}

function section([code, entry]) {
  const { severity, message, why, example, help } = diagnosticPage(entry);
  return `<h3 id="${code}"><code>${code}</code> <span class="severity ${severity}">${severity}</span></h3>
<p><strong>${inlineHtml(message)}</strong></p>
<p>${inlineHtml(why)}</p>
<p>An example that fails (${escapeHtml(example.language)}):</p>
${codeBlock(example.text)}<p>${inlineHtml(help)}</p>
`;
}
