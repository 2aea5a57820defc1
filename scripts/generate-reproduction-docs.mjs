// Generates docs/reproduction.md and its figures from docs/reproduction/results.json.
// `--check` writes nothing and fails, with the names, when a generated file differs from the committed one.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderMiniature } from '../packages/report/dist/index.js';

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs');
const check = process.argv.includes('--check');
const results = JSON.parse(readFileSync(join(docs, 'reproduction/results.json'), 'utf8'));
const { markdown, figures } = renderMiniature(results, 'reproduction');
const files = new Map([
  ['reproduction.md', markdown],
  ...Object.entries(figures).map(([name, svg]) => [`reproduction/${name}`, svg]),
]);
const read = (name) => (existsSync(join(docs, name)) ? readFileSync(join(docs, name), 'utf8') : undefined);
const stale = [...files.keys()].filter((name) => read(name) !== files.get(name));
const extra = readdirSync(join(docs, 'reproduction'))
  .map((name) => `reproduction/${name}`)
  .filter((name) => name.endsWith('.svg') && !files.has(name));
if (!check) {
  for (const name of extra) rmSync(join(docs, name));
  for (const name of stale) writeFileSync(join(docs, name), files.get(name));
}
for (const name of [...stale, ...extra])
  process.stdout.write(`${check ? 'stale' : files.has(name) ? 'wrote' : 'removed'} docs/${name}\n`);
process.exitCode = check && stale.length + extra.length > 0 ? 1 : 0;
