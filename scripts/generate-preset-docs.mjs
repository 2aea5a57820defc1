// Generates the list of docs/presets.md from the presets, and the contents of the page from its headings. `--check` writes nothing and fails when the page differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describePreset } from '../packages/allot/dist/reproduce/describe-preset.js';
import { countInWords } from '../packages/allot/dist/reproduce/print-preset.js';
import { accuracyText } from '../packages/allot/dist/reproduce/published-rows.js';
import { presets } from '../packages/templates/dist/index.js';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs/presets.md');
const documents = Object.values(presets).map(describePreset);
const committed = readFileSync(file, 'utf8');
const text = filled(filled(committed, 'presets', list()), 'contents', contents());
const check = process.argv.includes('--check');
if (text !== committed) {
  if (!check) writeFileSync(file, text);
  process.stdout.write(`${check ? 'stale' : 'wrote'} docs/presets.md\n`);
  process.exitCode = check ? 1 : 0;
}

/** The page with this text between the marks of its part. */
function filled(page, part, text) {
  const place = new RegExp(`(<!-- ${part}:[^>]*-->\\n)[\\s\\S]*(<!-- end of ${part} -->)`);
  if (!place.test(page)) throw new Error(`docs/presets.md has no place for its ${part}`);
  return page.replace(place, (_, begin, end) => `${begin}\n${text}\n\n${end}`);
}

function contents() {
  const sections = [...committed.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  const anchor = (title) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  const names = documents.map(({ name }) => `[${name}](#${name})`).join(' · ');
  return [...sections.map((title) => `- [${title}](#${anchor(title)})`), `  ${names}`].join('\n');
}

function list() {
  return [overview(), ...documents.map(section)].join('\n\n');
}

function overview() {
  return table(
    ['preset', 'method', 'paper', 'base', 'engines beside onnx', 'method is', 'tokens saved'],
    documents.map(({ name, method, paper, base, engines, faithful, tokensSaved }) => [
      `[${name}](#${name})`,
      method,
      paperLink(paper),
      base.split('/').at(-1),
      engines.filter((engine) => engine !== 'onnx').join(', '),
      faithful ? 'whole' : 'in part',
      tokensSaved === undefined ? 'not recorded' : `${(100 * tokensSaved).toFixed(1)}%`,
    ]),
  );
}

function section(document) {
  const { name, title, paper, missing, unstated, settings, published, refusedBy } = document;
  const refused = Object.entries(refusedBy).map(([engine, code]) => `${engine} (\`${code}\`)`);
  return [
    `### ${name}`,
    `${title}. ${paper.title}${paper.arxiv === undefined ? '' : `, ${paperLink(paper)}`}.${paper.code === undefined ? '' : ` Code: ${paper.code}.`}`,
    `${countInWords(settings)}${refused.length === 0 ? '' : ` Refused by ${refused.join(' and ')}.`}`,
    ...(missing.length === 0 ? [] : [`Left out:\n\n${points(missing)}`]),
    `Not stated: ${unstated.join('; ')}.`,
    ...published.map(
      ({ source, mode, results }) =>
        `Published, ${mode} mode (${linked(source)}):\n\n${publishedTable(results)}`,
    ),
    ...(published.length === 0 ? ['Published numbers: not recorded.'] : []),
  ].join('\n\n');
}

function publishedTable(results) {
  const written = (value, write) => (value === undefined ? 'not recorded' : write(value));
  const tokensText = (value) => value.toLocaleString('en-US');
  return table(
    ['benchmark', 'accuracy %', 'tokens', 'base %', 'base tokens'],
    results.map(({ benchmark, accuracy, tokens, base }) => [
      benchmark,
      accuracyText(accuracy),
      written(tokens, tokensText),
      written(base?.accuracy, accuracyText),
      written(base?.tokens, tokensText),
    ]),
  );
}

function paperLink({ arxiv }) {
  return arxiv === undefined ? 'none' : linked(`arXiv ${arxiv}`);
}

function linked(text) {
  return text.replace(/arXiv (\d{4}\.\d{5})/, (name, id) => `[${name}](https://arxiv.org/abs/${id})`);
}

function points(lines) {
  return lines.map((line) => `- ${line}`).join('\n');
}

function table(head, rows) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}
