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
/** With a pilot, a gate, and guards that warn and go back at once. */
const watchedYaml = `${tinyYaml}
pilot: { problems: 4, rollouts: 2 }
gates:
  - { name: review, after: 2 }
guards:
  - { kind: range, name: long, metric: meanTokens, atMost: 1, window: 1 }
  - kind: range
    metric: meanTokens
    atMost: 1
    action: { rollback: { learningRate: 0.5 }, most: 1 }
  - { kind: spending, tokens: 1000000 }
`;

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({
    'tiny.yaml': tinyYaml,
    'cluster.yaml': clusterYaml,
    'bad.yaml': tinyYamlWith('steps: 2', 'stesp: 2'),
    'watched.yaml': watchedYaml,
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
  ['plan', ['plan', 'watched.yaml', '--json']],
  ['pilot', ['pilot', 'watched.yaml', '--json', '--quiet']],
  ['evaluation', ['eval', 'runs/tiny-1', '--json']],
  ['comparison', ['compare', 'runs/tiny-1@0', 'runs/tiny-1', '--json']],
  ['monitoring', ['monitor', 'log.jsonl', '--baseline', 'runs/tiny-1', '--json']],
  ['runs', ['runs', '--json']],
  ['doctor', ['doctor', '--json']],
  ['datasets', ['data', '--json']],
  ['dataset-rows', ['data', 'show', 'rows.csv', '--json']],
  ['presets', ['reproduce', '--json']],
  ['preset', ['reproduce', 'dot-4k', '--json']],
  ['reproduction', ['reproduce', 'hbpo', '--against', 'runs/tiny-1', '--json']],
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

test.each([
  ['tiny.yaml', 0],
  ['watched.yaml', 3],
])('every event of a run of %s keeps to the schema of events', async (definition, status) => {
  const run = `events-${status}`;
  const ended = await allot(['run', definition, '--quiet', '--run-dir', run], { cwd });
  expect(ended.code).toBe(status);
  const schema = JSON.parse(await readFile(join(root, 'schemas/event.schema.json'), 'utf8')) as unknown;
  const validate = new Ajv({ strict: false }).compile(schema);
  const lines = (await readFile(join(cwd, run, 'events.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    validate(JSON.parse(line));
    expect(validate.errors).toBe(null);
  }
});
