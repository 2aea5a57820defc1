// Every preset compiles for the engines that can express it, and is refused by the others with the diagnostic that it names.
// What pipelines/paper plans is kept as text in golden/; ALLOT_UPDATE_GOLDENS=1 rewrites it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printPlan } from '@allot/compiler';
import { type EngineName, type Preset, presets } from '@allot/templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../e2e/command.js';
import { planPreset, writeStandIns } from './plan-preset.js';

const golden = fileURLToPath(new URL('golden', import.meta.url));
const update = process.env.ALLOT_UPDATE_GOLDENS === '1';
const engines: readonly EngineName[] = ['onnx', 'torch', 'verl', 'trl'];
const all: readonly Preset[] = Object.values(presets);

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeStandIns(folder);
});
afterAll(() => removeFolder(folder));

test('pipelines/paper has a file for every preset, and golden a text for every file', () => {
  const names = all.map(({ name }) => name).sort();
  const filesOf = (place: string, ending: string): string[] =>
    readdirSync(place)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .sort();
  expect(filesOf(join(root, 'pipelines/paper'), '.ts')).toEqual(names);
  expect(filesOf(golden, '.txt')).toEqual(names);
});

test.each(all)('$name', async ({ name, refusedBy, definition }) => {
  const verdicts: Partial<Record<EngineName, readonly string[]>> = {};
  for (const engine of engines) {
    const { plan, diagnostics } = await planPreset(folder, name, engine);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    verdicts[engine] = [...new Set(errors)];
    expect(plan !== undefined).toBe(errors.length === 0);
    const findings = diagnostics.filter(
      ({ code, severity }) => severity === 'warning' && !code.endsWith('/differs'),
    );
    expect(findings.map(({ code }) => code)).toEqual([]);
    if (!plan || engine !== definition.engine?.name) continue;
    const text = `${printPlan(plan)
      .replaceAll(`${folder}/`, '')
      .replace(/\n\nStages[\s\S]*/, '')}\n`;
    const file = join(golden, `${name}.txt`);
    if (update) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  }
  const recorded = engines.map((engine) => [engine, refusedBy[engine] ? [refusedBy[engine]] : []]);
  expect(verdicts).toEqual(Object.fromEntries(recorded));
});
