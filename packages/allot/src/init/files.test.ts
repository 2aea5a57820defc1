import { expect, test } from 'vitest';
import { experimentName, initFiles } from './files.js';

test.each([
  ['/home/me/My Experiment (2)', 'my-experiment-2'],
  ['/home/me/quickstart', 'quickstart'],
  ['/home/me/Ünïcode', 'unicode'],
  [`/home/me/${'long-'.repeat(20)}`, 'long-'.repeat(13).slice(0, 64)],
  ['/home/me/---', 'experiment'],
  ['/', 'experiment'],
])('%s makes %s', (folder, name) => {
  expect(experimentName(folder)).toBe(name);
});

test('every JSON file parses and the package depends on what it is told', () => {
  const files = initFiles({ name: 'n', dependency: 'file:/x', schema: '{}\n' });
  const texts = [...files].filter(([path]) => path.endsWith('.json')).map(([, text]) => text);
  for (const text of texts) expect(() => JSON.parse(text)).not.toThrow();
  expect(JSON.parse(files.get('package.json') as string).dependencies).toEqual({ allot: 'file:/x' });
});

test('the YAML schema of the editor settings is a file that is written', () => {
  const files = initFiles({ name: 'n', dependency: '1', schema: '{}\n' });
  const settings = JSON.parse(files.get('.vscode/settings.json') as string);
  for (const path of Object.keys(settings['yaml.schemas']))
    expect(files.has(path.replace('./', ''))).toBe(true);
});

test.each([
  ['123', "'123'"],
  ['1e3', "'1e3'"],
  ['true', "'true'"],
  ['plain', 'plain'],
])('the name %s is text in YAML', (name, written) => {
  const yaml = initFiles({ name, dependency: '1', schema: '{}\n' }).get('pipeline.yaml');
  expect(yaml).toContain(`\nname: ${written}\n`);
});
