// TypeScript definitions: run apart, typed where asked, and every mishap a diagnostic with its place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { baseReinforcement } from '../testing/base-definitions.js';
import { type CheckTextOptions, codesOf, planText } from '../testing/check-text.js';
import { allotEntry } from '../testing/entry-path.js';

const check = (text: string, options: CheckTextOptions = {}) =>
  planText(text, { name: 'definition.ts', allotEntry, types: false, ...options });

const complete = (
  settings: string,
): string => `import { adamw, arithmetic, definePipeline, rewards, tiers } from 'allot';
export default definePipeline({
  name: 'typed', steps: 10, policy: { model: 'allot:tiny-base' },
  datasets: { train: arithmetic({ split: 'train' }) },
  response: { maxTokens: 64 },
  tiers: tiers([18, 36], { rolloutsPerTier: 2, prefill: '[{budget}]' }),
  reward: rewards.hbpo({ beta: 2 }),
  optimizer: adamw({ learningRate: 3e-4 }),
  training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 },
  ${settings}
});
`;

describe('a TypeScript definition', () => {
  test('is run and typed, and its values know their places', async () => {
    const { plan, diagnostics } = await check(complete(''), { types: true });
    expect(diagnostics).toEqual([]);
    expect(plan?.origins['tiers[1].budget']).toMatchObject({ from: 'definition', line: 6, column: 21 });
    expect(plan?.origins['reward.parameters.beta']).toMatchObject({ line: 7, column: 32 });
  });

  test('may import files beside it; a mistake is shown where it is written', async () => {
    const files = { 'shared.ts': 'export const seed: number = -1;\nexport const spare = 1;\n' };
    const result = await check(`import { seed } from './shared.js';\n${complete('seed,')}`, { files });
    const [found] = result.diagnostics;
    expect(found).toMatchObject({ code: 'schema/out-of-range', span: { line: 1, column: 29 } });
    expect(found?.span?.file).toMatch(/shared\.ts$/);
    expect(result.sources.get(found?.span?.file ?? '')).toBe(files['shared.ts']);
  });

  test('may spread another definition; its values are shown where they are written', async () => {
    const files = { 'base.ts': complete('seed: 5,') };
    const text =
      "import base from './base.js';\nexport default { ...base, steps: 3, response: base.response };\n";
    const { plan } = await check(text, { files });
    expect(plan?.origins.seed).toMatchObject({ line: 10, file: expect.stringMatching(/base\.ts$/) });
    expect(plan?.origins.steps).toMatchObject({ line: 2, file: expect.stringMatching(/definition\.ts$/) });
    expect(plan?.origins['response.maxTokens']).toMatchObject({ line: 5 });
    expect(plan?.origins['tiers[1].budget']).toMatchObject({ line: 6, column: 21 });
  });

  test('may print and read the environment; neither is a type error', async () => {
    const text = `console.log('hello');\nconst seed = Number(process.env['NO_SUCH_SEED'] ?? 3);\n${complete('seed,')}`;
    const { plan, diagnostics } = await check(text, { types: true });
    expect(diagnostics).toEqual([]);
    expect(plan?.settings.seed).toBe(3);
  });

  test('type errors are diagnostics, and --no-types leaves them out', async () => {
    const text = `${complete('')}\nexport const wrong: number = 'text';\n`;
    expect(codesOf(await check(text, { types: true }))).toEqual(['typescript/type-error']);
    expect(codesOf(await check(text))).toEqual([]);
  });

  test('a type error that the compiler says better is told once', async () => {
    const result = await check(complete('enviroment: 1,'), { types: true });
    expect(codesOf(result)).toEqual(['schema/unknown-key']);
    const swapped = complete('')
      .replace('[18, 36]', '[36, 18, 64]')
      .replace('rolloutsPerPrompt: 4', 'rolloutsPerPrompt: 6');
    expect(codesOf(await check(swapped, { types: true }))).toEqual(['tiers/not-ascending']);
  });

  test.each([
    [
      'throws deep inside',
      'function f(): never {\n  throw new Error("deep");\n}\nexport default f();\n',
      'definition/throws',
      2,
    ],
    ['throws what is no error', 'throw "text";\n', 'definition/throws', 1],
    ['exports a promise', 'export default Promise.resolve({});\n', 'definition/not-a-pipeline', 1],
    ['exports a list', 'export default [];\n', 'definition/not-a-pipeline', 1],
    ['exports null', 'export default null;\n', 'definition/not-a-pipeline', 1],
    ['holds a function', 'export default {\n  name: () => 1,\n};\n', 'definition/not-data', 2],
    ['holds NaN', 'export default {\n  steps: 0 / 0,\n};\n', 'definition/not-data', 2],
    [
      'holds itself',
      'const a: Record<string, unknown> = {};\na.a = a;\nexport default a;\n',
      'definition/not-data',
      1,
    ],
    [
      'imports a missing file',
      "\nimport x from './nowhere.js';\nexport default x;\n",
      'definition/missing-import',
      2,
    ],
    [
      'imports a missing package',
      "import x from 'no-such-package-here';\nexport default x;\n",
      'definition/missing-import',
      1,
    ],
    ['is not TypeScript', 'export default {\n  name: ,\n};\n', 'definition/syntax', 2],
    ['is nested too deeply', `\n${'('.repeat(20_000)}1\n`, 'definition/syntax', 2],
    ['awaits for ever', 'await new Promise(() => {});\nexport default {};\n', 'definition/never-ready', 1],
    ['exports a date', 'export default new Date();\n', 'definition/not-data', 1],
    ['is empty', '', 'definition/no-export', 1],
    ['rejects', 'await Promise.reject(new Error("later"));\nexport default {};\n', 'definition/throws', 1],
  ])('%s', async (_, text, code, line) => {
    const result = await check(text);
    expect(codesOf(result)).toContain(code);
    const found = result.diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(found?.span?.line).toBe(line);
    expect(result.plan).toBeUndefined();
  });

  test('a misspelt template is told with the one that is meant', async () => {
    const text = "import { rewards } from 'allot';\nexport default rewards.hpbo();\n";
    const { diagnostics } = await check(text, { types: true });
    const problem = diagnostics.find(({ code }) => code === 'typescript/type-error');
    expect(problem?.message).toBe('`rewards` has no `hpbo`');
    expect(problem?.help).toContain('Did you mean `hbpo`?');
    const thrown = diagnostics.find(({ code }) => code === 'definition/throws');
    expect(thrown?.message).toContain('throws: rewards.hpbo is not a function');
  });

  test('a place is found in a folder with spaces and other letters', async () => {
    const text = 'function f(): never {\n  throw new Error("deep");\n}\nexport default f();\n';
    const { diagnostics } = await check(text, { name: 'a b/größe (1)/x y.ts' });
    expect(diagnostics[0]?.span).toMatchObject({ line: 2 });
  });

  test('an object that is thrown is shown', async () => {
    const { diagnostics } = await check('throw { status: 404 };\n');
    expect(diagnostics[0]?.message).toContain('{ status: 404 }');
  });

  test('a definition in JavaScript needs no types', async () => {
    const text = `export default ${JSON.stringify(baseReinforcement)};\n`;
    const { plan } = await check(text, { name: 'definition.mjs', types: true });
    expect(plan).toBeDefined();
  });
});

describe('a file that is no definition', () => {
  test.each([
    ['notes.txt', 'hello', 'definition/unknown-kind'],
    ['notes', 'hello', 'definition/unknown-kind'],
    ['binary.yaml', 'a\0b', 'definition/unreadable'],
    ['large.yaml', `# ${'x'.repeat(1 << 20)}`, 'definition/unreadable'],
  ])('%s', async (name, text, code) => {
    expect(codesOf(await planText(text, { name }))).toEqual([code]);
  });

  test('a missing file and a folder', async () => {
    const { planFile } = await import('../index.js');
    const { fakeHost } = await import('../testing/fake-host.js');
    const host = fakeHost();
    expect(codesOf(await planFile('/no/such/file.yaml', host))).toEqual(['definition/not-found']);
    expect(codesOf(await planFile('/', host))).toEqual(['definition/unreadable']);
  });

  test('what belongs to a run is no definition, and its own is named', async () => {
    const { planFile } = await import('../index.js');
    const { fakeHost } = await import('../testing/fake-host.js');
    const run = mkdtempSync(join(tmpdir(), 'allot-of-a-run-'));
    onTestFinished(() => rmSync(run, { recursive: true }));
    for (const name of ['run.json', 'plan.json']) writeFileSync(join(run, name), '{}');
    writeFileSync(join(run, 'definition.mts'), '');
    for (const path of [run, join(run, 'run.json'), join(run, 'plan.json')]) {
      const { diagnostics } = await planFile(path, fakeHost());
      expect(diagnostics.map(({ code }) => code)).toEqual(['definition/is-a-run']);
      expect(diagnostics[0]?.help).toContain(`${run}/definition.mts`);
    }
  });

  test('`$schema` of a JSON definition is for editors', async () => {
    const text = JSON.stringify({ $schema: './pipeline.schema.json', ...baseReinforcement });
    expect((await planText(text, { name: 'definition.json' })).diagnostics).toEqual([]);
  });
});
