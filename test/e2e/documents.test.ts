// Every --json output keeps to its committed schema.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, removeFolder, root, temporaryFolder } from './command.js';
import { tinyYaml, tinyYamlWith } from './definitions.js';

interface Validator {
  compile(schema: unknown): ((value: unknown) => boolean) & { readonly errors?: unknown };
}
// ajv is a dependency of the compiler.
const { Ajv } = createRequire(join(root, 'packages/compiler/package.json'))('ajv') as {
  Ajv: new (options: object) => Validator;
};

// verl starts from a model folder.
const clusterYaml = tinyYamlWith('workers: 1', 'name: verl').replace(
  /policy:\n( .*\n)+/,
  'policy: { model: allot:tiny-base }\n',
);

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({
    'tiny.yaml': tinyYaml,
    'cluster.yaml': clusterYaml,
    'bad.yaml': tinyYamlWith('steps: 2', 'stesp: 2'),
    'rows.csv': 'problem,answer\n1+2,3\n',
    'log.jsonl': '{"tokens": 12, "correct": true, "problem": "1+2"}\n',
  });
  await allot(['run', 'tiny.yaml', '--quiet'], { cwd });
});
afterAll(() => removeFolder(cwd));

test.each([
  ['diagnostics', ['check', 'bad.yaml', '--format', 'json']],
  ['plan', ['plan', 'tiny.yaml', '--json']],
  ['cluster-plan', ['plan', 'cluster.yaml', '--json']],
  ['evaluation', ['eval', 'runs/tiny-1', '--json']],
  ['comparison', ['compare', 'runs/tiny-1@0', 'runs/tiny-1', '--json']],
  ['monitoring', ['monitor', 'log.jsonl', '--baseline', 'runs/tiny-1', '--json']],
  ['runs', ['runs', '--json']],
  ['doctor', ['doctor', '--json']],
  ['datasets', ['data', '--json']],
  ['dataset-rows', ['data', 'show', 'rows.csv', '--json']],
  ['templates', ['advantages', '--json']],
  ['template', ['rewards', 'hbpo', '--json']],
  ['template', ['advantages', 'hbpo', '--reward', 'cosine', '--set', 'intra=false', '--json']],
])('%s', async (name, arguments_) => {
  const schema = JSON.parse(await readFile(join(root, `schemas/${name}.schema.json`), 'utf8')) as unknown;
  const validate = new Ajv({ strict: false }).compile(schema);
  const { stdout } = await allot(arguments_, { cwd });
  validate(JSON.parse(stdout));
  expect(validate.errors).toBe(null);
});

test('every event of a run keeps to the schema of events', async () => {
  const schema = JSON.parse(await readFile(join(root, 'schemas/event.schema.json'), 'utf8')) as unknown;
  const validate = new Ajv({ strict: false }).compile(schema);
  const lines = (await readFile(join(cwd, 'runs/tiny-1/events.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    validate(JSON.parse(line));
    expect(validate.errors).toBe(null);
  }
});
