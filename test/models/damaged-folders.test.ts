// A damaged model folder is refused by the codes that docs/models.md states; nothing is thrown, hangs, or is read elsewhere.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planFile } from '@allot/compiler';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createHost } from '../../packages/allot/src/host.js';
import { DamagedFolder } from './damaged-folder.js';
import { damages } from './damages.js';

const home = mkdtempSync(join(tmpdir(), 'allot-damaged-'));
afterAll(() => rmSync(home, { recursive: true }));
const page = fileURLToPath(new URL('../../docs/models.md', import.meta.url));
let count = 0;

/** Plans an experiment with the folder as its policy. */
async function planWith(folder: DamagedFolder) {
  const definition = `${folder.path}.yaml`;
  writeFileSync(
    definition,
    `name: damaged
steps: 1
policy: { model: ${JSON.stringify(folder.path)} }
datasets: { train: { kind: arithmetic, split: train, problems: 16, operations: [1, 2] } }
response: { maxTokens: 16 }
tiers: [{ budget: 8, rollouts: 4 }]
reward: { template: classic }
optimizer: { kind: adamw, learningRate: 0.001 }
training: { dataset: train, promptsPerStep: 2, rolloutsPerPrompt: 4 }
`,
  );
  return planFile(definition, createHost());
}

const copy = (): DamagedFolder => new DamagedFolder(join(home, `model-${++count}`));

test('a folder that is whole is planned, in one file of weights or two, with the same key', async () => {
  const { plan, diagnostics } = await planWith(copy());
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const split = copy();
  split.split();
  expect((await planWith(split)).plan?.key).toBe(plan?.key);
});

describe.each(Object.entries(damages))('%s', (_, rows) => {
  test.each(rows)('%s', async (__, codes, apply) => {
    const folder = copy();
    apply(folder);
    const { plan, diagnostics } = await planWith(folder);
    expect(plan).toBeUndefined();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code).sort()).toEqual(codes);
    for (const { message, help } of errors) expect(`${message} ${help}`).toMatch(/^.{20,600}$/s);
  });
});

test('random damage to config.json is refused or planned, and nothing is thrown', async () => {
  const folder = copy();
  const whole = readFileSync(folder.file('config.json'), 'utf8');
  const keys = Object.keys(JSON.parse(whole) as object);
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(0, -1, 0.5, 1e9, 2 ** 53, 'silu', null, true),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...keys, 'rope_scaling', 'rope_parameters'), values),
      async (change) => {
        writeFileSync(folder.file('config.json'), JSON.stringify({ ...JSON.parse(whole), ...change }));
        const { plan, diagnostics } = await planWith(folder);
        expect(plan === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      },
    ),
    { numRuns: 100 },
  );
});

test('docs/models.md has the table of what was tried', () => {
  const begin = '<!-- damages -->\n';
  const end = '<!-- /damages -->';
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  const written = `${before}${begin}${printDamages()}${end}${after}`;
  if (process.env.ALLOT_UPDATE_GOLDENS) writeFileSync(page, written);
  expect(readFileSync(page, 'utf8')).toBe(written);
});

function printDamages(): string {
  const rows = Object.entries(damages).flatMap(([file, tried]) =>
    tried.map(([what, codes]) => `| \`${file}\` | ${what} | ${printCodes(codes)} |\n`),
  );
  return `| file | that | gets |\n|---|---|---|\n${rows.join('')}`;
}

/** Each code once, with its number where it comes more than once. */
function printCodes(codes: readonly string[]): string {
  const times = (code: string): number => codes.filter((other) => other === code).length;
  return [...new Set(codes)]
    .map((code) => `\`${code}\`${times(code) > 1 ? ` (${times(code)})` : ''}`)
    .join(', ');
}
