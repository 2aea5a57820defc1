// The pipelines of the repository, with what their first lines say of them: those of papers first.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from './html.mjs';
import { codeBlock, slugger } from './markdown.mjs';

export function pipelinesPage(root) {
  const slug = slugger();
  const section = (file) => {
    const text = readFileSync(join(root, 'pipelines', file), 'utf8');
    return `<h3 id="${slug(file)}">${file}</h3>\n<p>${escapeHtml(opening(text))}</p>\n${codeBlock(text)}`;
  };
  const files = readdirSync(join(root, 'pipelines'), { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(ts|yaml)$/.test(name))
    .sort((a, b) => (a < b ? -1 : 1));
  const papers = files.filter((name) => name.startsWith('paper/'));
  const others = files.filter((name) => !papers.includes(name));
  const html = `<h1>Pipelines</h1>
<p>The folder <code>pipelines/</code> as it is. <code>allot check</code>, <code>plan</code> and <code>run</code> take each of them.</p>
<h2 id="of-papers">Of papers</h2>
${papers.map(section).join('')}<h2 id="of-the-embedded-task">Of the embedded task</h2>
${others.map(section).join('')}`;
  return { path: 'pipelines.html', title: 'Pipelines', html };
}

/** The comment at the top of a file, to the end of its first paragraph. */
function opening(text) {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !/^(\/\/|#) *\S/.test(line));
  return lines
    .slice(0, end)
    .filter((line) => !line.startsWith('# yaml-language-server'))
    .map((line) => line.replace(/^(\/\/|#) */, ''))
    .join(' ');
}
