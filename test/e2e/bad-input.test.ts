// Every kind of bad input: an error with a place and a remedy, exit 1, no stack trace.
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder, writeFiles } from './command.js';
import { tinyTypescript, tinyYaml, tinyYamlWith } from './definitions.js';

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly help?: string;
  readonly span?: { readonly file: string; readonly line: number };
}

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml, 'tiny.ts': tinyTypescript });
});
afterAll(() => removeFolder(cwd));

async function errorsOf(file: string, ...flags: string[]): Promise<Found[]> {
  const { code, stdout, stderr } = await allot(['check', file, '--format', 'json', ...flags], { cwd });
  expect(stderr).toBe('');
  const { format, diagnostics } = JSON.parse(stdout) as { format: number; diagnostics: Found[] };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(format).toBe(1);
  expect(code).toBe(errors.length > 0 ? 1 : 0);
  return errors;
}

test.each(['tiny.yaml', 'tiny.ts'])('%s itself has no errors', async (file) => {
  expect(await errorsOf(file)).toEqual([]);
});

describe('a mistaken YAML definition', () => {
  test.each([
    ['a misspelt key', 'steps: 2', 'stesp: 2', 2, /stesp[\s\S]*steps/],
    ['a wrong type', 'steps: 2', 'steps: many', 2, /steps/],
    ['a unit in a number', 'maxTokens: 24', "maxTokens: '2k'", 10, /2k|maxTokens/],
    ['descending budgets', 'budget: 12', 'budget: 3', 13, /3/],
    ['duplicate budgets', 'budget: 12', 'budget: 6', 13, /6/],
    ['a budget over the cap', 'budget: 12', 'budget: 120', 13, /120/],
    ['rollouts that do not divide', 'rolloutsPerPrompt: 4', 'rolloutsPerPrompt: 5', 24, /5/],
    ['an unknown dataset', 'dataset: train', 'dataset: trian', 22, /trian[\s\S]*train/],
    ['an unknown template', 'template: hbpo', 'template: hpbo', 15, /hpbo[\s\S]*hbpo/],
    ['a missing model', 'policy:\n', 'policy:\n  model: ./nowhere\nx:\n', 4, /nowhere/],
    ['a list that is not closed', 'steps: 2', 'steps: [2', 3, /./],
    ['a tab', '  maxTokens: 24', '\tmaxTokens: 24', 10, /tab/i],
  ])('%s', async (_, text, replacement, line, message) => {
    await writeFiles(cwd, { 'bad.yaml': tinyYamlWith(text, replacement) });
    const errors = await errorsOf('bad.yaml');
    const told = errors.map((error) => `${error.message} ${error.help ?? ''}`).join('\n');
    expect(told).toMatch(message);
    expect(errors.every(({ help }) => help)).toBe(true);
    expect(errors.map(({ span }) => span?.line)).toContain(line);
  });

  test('several mistakes are told at once, in order', async () => {
    const text = tinyYamlWith('steps: 2', 'steps: 0')
      .replace('kind: adamw', 'kind: adam')
      .replace('easy', 'simple');
    await writeFiles(cwd, { 'bad.yaml': text });
    const lines = (await errorsOf('bad.yaml')).map(({ span }) => span?.line ?? 0);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
});

describe('a mistaken TypeScript definition', () => {
  test.each([
    ['that throws', "throw new Error('no budget today');", 'definition/throws'],
    ['that exports nothing', 'export {};', 'definition/no-export'],
    ['that exports something else', 'export default 7;', 'definition/not-a-pipeline'],
    ['with a syntax error', 'export default {{;', 'definition/syntax'],
    ['with a missing import', "import x from './absent.js'; export default x;", 'definition/missing-import'],
  ])('%s', async (_, text, code) => {
    await writeFiles(cwd, { 'bad.ts': text });
    const errors = await errorsOf('bad.ts', '--no-types');
    expect(errors.map((error) => error.code)).toContain(code);
    expect(errors.every(({ help, span }) => help && span?.file.endsWith('bad.ts'))).toBe(true);
  });

  test("TypeScript's own errors have a place", async () => {
    await writeFiles(cwd, { 'bad.ts': tinyTypescript.replace("dataset: 'train'", "dataset: 'trian'") });
    const errors = await errorsOf('bad.ts');
    expect(errors[0]?.span?.line).toBeGreaterThan(15);
  });
});

describe('a mistaken dataset', () => {
  const withFile = tinyYamlWith(
    '{ kind: arithmetic, split: train, problems: 64, operations: [1, 2] }',
    '{ kind: jsonl, path: problems.jsonl }',
  );
  test.each([
    ['bad JSON', '{"problem":"3+4","answer":"7"}\n{"problem":"3+', 'problems.jsonl:2'],
    ['a missing field', '{"problem":"3+4"}\n', 'problems.jsonl:1'],
    ['words', '{"problem":"3+4","answer":7}\n{"problem":"three","answer":3}\n', 'problems.jsonl:2'],
    ['nothing in it', '', 'bad.yaml:7'],
  ])('with %s', async (_, rows, place) => {
    await writeFiles(cwd, { 'bad.yaml': withFile, 'problems.jsonl': rows });
    const errors = await errorsOf('bad.yaml');
    expect(errors.every(({ help }) => help)).toBe(true);
    expect(errors.map(({ span }) => `${basename(span?.file ?? '')}:${span?.line}`)).toContain(place);
  });

  test('that is not there', async () => {
    await writeFiles(cwd, { 'bad.yaml': withFile.replace('problems.jsonl', 'absent.jsonl') });
    const errors = await errorsOf('bad.yaml');
    expect(errors[0]?.message).toContain('absent.jsonl');
    expect(errors[0]?.span?.line).toBe(7);
  });
});

test('a definition that is not there, or is a folder', async () => {
  for (const file of ['absent.ts', '.']) expect((await errorsOf(file)).length).toBe(1);
});

test('pretty goes to stderr with the source line, plain to stdout with one line a diagnostic', async () => {
  await writeFiles(cwd, { 'bad.yaml': tinyYamlWith('steps: 2', 'stesp: 2') });
  const pretty = await allot(['check', 'bad.yaml'], { cwd });
  expect(pretty.stdout).toBe('');
  expect(pretty.stderr).toMatch(/2 \| stesp: 2/);
  const plain = await allot(['check', 'bad.yaml', '--format', 'plain'], { cwd });
  expect(plain.stdout).toMatch(/^bad\.yaml:2:1: error /m);
});
