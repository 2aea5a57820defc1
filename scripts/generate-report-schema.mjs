// Generates the JSON Schemas of documents whose types are in packages/report: the summary of a run, a comparison, and what monitoring found.
// `--check` writes nothing and fails, with the names, when a generated file differs from the committed one.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const documents = [
  ['summary', 'summary/run-summary.ts', 'RunSummary', 'Allot run summary'],
  ['comparison', 'compare/comparison-document.ts', 'ComparisonDocument', 'What allot compare --json prints'],
  ['monitoring', 'monitor/monitor-document.ts', 'MonitorDocument', 'What allot monitor --json prints'],
];

const check = process.argv.includes('--check');
for (const [name, source, type, title] of documents) {
  const schema = createGenerator({
    path: join(root, 'packages/report/src', source),
    tsconfig: join(root, 'packages/report/tsconfig.json'),
    type,
    additionalProperties: false,
    skipTypeCheck: true,
    expose: 'export',
    jsDoc: 'extended',
    encodeRefs: false,
  }).createSchema(type);
  const { $schema, ...rest } = schema;
  const text = `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
  const file = `schemas/${name}.schema.json`;
  if (read(join(root, file)) === text) continue;
  if (!check) writeFileSync(join(root, file), text);
  process.stdout.write(`${check ? 'stale' : 'wrote'} ${file}\n`);
  process.exitCode = check ? 1 : 0;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
