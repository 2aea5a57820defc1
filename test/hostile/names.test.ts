// Names that mean something to JavaScript or to a file system: of datasets, tiers, cells, signals, parts and difficulties.
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planFile } from '@allot/compiler';
import { afterAll, describe, expect, test } from 'vitest';
import { createHost } from '../../packages/allot/src/host.js';
import { allot } from '../e2e/command.js';
import { tinyYaml, tinyYamlWith } from '../e2e/definitions.js';

const outside = realpathSync(mkdtempSync(join(tmpdir(), 'allot-names-')));
const home = join(outside, 'home');
mkdirSync(home);
afterAll(() => rmSync(outside, { recursive: true }));

async function plan(text: string) {
  const file = join(home, 'named.yaml');
  writeFileSync(file, text);
  const { plan: made, diagnostics } = await planFile(file, createHost());
  return { made, errors: diagnostics.filter(({ severity }) => severity === 'error') };
}

const members = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

describe.each(members)('a member of every object, %s', (name) => {
  test.each([
    [
      'a dataset',
      tinyYaml.replace('  train: {', `  "${name}": {`).replace('dataset: train', `dataset: "${name}"`),
    ],
    ['a difficulty', tinyYamlWith('easy: [1, 1]', `"${name}": [1, 1]`)],
    ['a tier', tinyYamlWith('- { budget: 6,', `- { name: "${name}", budget: 6,`)],
    [
      'a part of a sum',
      tinyYamlWith(
        'reward:\n  template: hbpo\n',
        `reward: { sum: { "${name}": { template: hbpo }, other: { template: classic } } }\n`,
      ),
    ],
    ['a cell', `${tinyYaml}state: { "${name}": { per: run, initial: 0, update: set, observe: '1' } }\n`],
    ['a signal', `${tinyYaml}signals: { "${name}": { per: response, command: [judge] } }\n`],
    ['a setting', `${tinyYaml}"${name}": { polluted: true }\n`],
    ['a finding', `${tinyYaml}allow: { "${name}": why not }\n`],
    [
      'a parameter',
      tinyYamlWith(
        'reward:\n  template: hbpo\n',
        `reward: { template: hbpo, parameters: { "${name}": 1 } }\n`,
      ),
    ],
    ['a template', tinyYamlWith('reward:\n  template: hbpo\n', `reward: { template: "${name}" }\n`)],
    ['the dataset of training', tinyYamlWith('dataset: train', `dataset: "${name}"`)],
  ])('as the name of %s', async (_, text) => {
    const { made, errors } = await plan(text);
    expect(made === undefined).toBe(errors.length > 0);
    for (const { span, message } of errors) expect(span ?? message).toHaveProperty('line');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

test.each([
  '__proto__.polluted',
  'constructor.prototype.polluted',
  'datasets.__proto__.polluted',
  'tiers[0].__proto__.polluted',
])('no flag sets %s', async (path) => {
  const file = join(home, 'set.yaml');
  writeFileSync(file, tinyYaml);
  const overrides = [{ path, text: 'true', flag: `--set ${path}=true` }];
  const { plan: made, diagnostics } = await planFile(file, createHost(), { overrides });
  expect(made).toBeUndefined();
  expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

const paths = ['../outside', '/tmp/outside', '..', '.', 'a/b', 'a\\\\b', '', 'x'.repeat(300), 'a\\u0000b'];

test.each(paths)('no dataset is called %j', async (name) => {
  const text = tinyYaml
    .replace('  train: {', `  "${name}": {`)
    .replace('dataset: train', `dataset: "${name}"`);
  const { errors } = await plan(text);
  expect(errors.map(({ code }) => code)).toContain('dataset/bad-name');
});

test.each(paths)('no experiment is called %j', async (name) => {
  const { errors } = await plan(tinyYamlWith('name: tiny', `name: "${name}"`));
  expect(errors.map(({ path }) => path)).toContain('name');
});

test.each(['../gsm8k', '..', 'a/b/c', 'a/..', '.git/config', 'a?b', 'a b', '\\ud800'])(
  'no repository of the hub is called %j',
  async (repo) => {
    const hub = `{ kind: hub, repo: "${repo}", file: x.jsonl, revision: "v1" }`;
    const { errors } = await plan(tinyYaml.replace(/train: \{.*\}/, `train: ${hub}`));
    expect(errors.map(({ code }) => code)).toContain('hub/bad-name');
  },
);

test.each(['..', '.', 'a b', '\\ud800', 'a\\u0000', ''])(
  'no revision of the hub is called %j',
  async (revision) => {
    const hub = `{ kind: hub, repo: a/b, file: x.jsonl, revision: "${revision}" }`;
    const { errors } = await plan(tinyYaml.replace(/train: \{.*\}/, `train: ${hub}`));
    expect(errors.map(({ code }) => code)).toContain('hub/bad-name');
  },
);

test('tiers and difficulties with names of paths write nothing outside the run', async () => {
  const text = tinyYaml
    .replace('- { budget: 6,', '- { name: ../../tier, budget: 6,')
    .replace('easy:', '../../easy:')
    .replace(
      'reward:\n  template: hbpo\n',
      'reward: { sum: { ../../part: { template: hbpo }, __proto__: { template: classic } } }\n',
    );
  writeFileSync(join(home, 'paths.yaml'), text);
  const { code, stderr } = await allot(['run', 'paths.yaml', '--run-dir', 'run', '--quiet'], { cwd: home });
  expect(stderr).not.toMatch(/bug in Allot|at .*\.js:\d+/);
  expect([0, 1]).toContain(code);
  expect(readdirSync(outside)).toEqual(['home']);
  expect(readdirSync(home).filter((name) => !name.endsWith('.yaml'))).toEqual(code === 0 ? ['run'] : []);
});
