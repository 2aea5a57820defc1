// Generates the JSON Schemas of what `allot eval`, `runs`, `doctor`, `data` and others print with --json, from packages/allot/src/documents.
// `--check` writes nothing and fails, with the names, when a generated file differs from the committed one.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const documents = [
  ['cluster-plan', 'ClusterPlanDocument', 'What allot plan --engine verl --json prints'],
  ['evaluation', 'EvaluationDocument', 'What allot eval --json prints'],
  ['runs', 'RunsDocument', 'What allot runs --json prints'],
  ['doctor', 'DoctorDocument', 'What allot doctor --json prints'],
  ['datasets', 'DatasetsDocument', 'What allot data --json prints'],
  ['dataset-rows', 'DatasetRowsDocument', 'What allot data show --json prints'],
  ['presets', 'PresetsDocument', 'What allot reproduce --json prints'],
  ['preset', 'PresetDocument', 'What allot reproduce PRESET --json prints'],
  ['reproduction', 'ReproductionDocument', 'What allot reproduce PRESET --against PLACE --json prints'],
  ['templates', 'TemplatesDocument', 'What allot rewards --json and allot advantages --json print'],
  ['template', 'TemplateDocument', 'What allot rewards NAME --json and allot advantages NAME --json print'],
];

const check = process.argv.includes('--check');
for (const [name, type, title] of documents) {
  const schema = createGenerator({
    path: join(root, `packages/allot/src/documents/${name}-document.ts`),
    tsconfig: join(root, 'packages/allot/tsconfig.json'),
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

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
