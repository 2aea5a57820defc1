// Generates schemas/summary.schema.json from the summary's type in packages/report.
// `--check` writes nothing and fails, with the name, when the generated file differs from the committed one.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = 'schemas/summary.schema.json';
const schema = createGenerator({
  path: join(root, 'packages/report/src/summary/run-summary.ts'),
  tsconfig: join(root, 'packages/report/tsconfig.json'),
  type: 'RunSummary',
  additionalProperties: false,
  skipTypeCheck: true,
  expose: 'export',
  jsDoc: 'extended',
  encodeRefs: false,
}).createSchema('RunSummary');
const { $schema, ...rest } = schema;
const text = `${JSON.stringify({ $schema, title: 'Allot run summary', ...rest }, null, 2)}\n`;

const check = process.argv.includes('--check');
if (read(join(root, file)) !== text) {
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
