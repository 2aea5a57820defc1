// Every preset compiles for the engines that can express it, and is refused by the others with the diagnostic that it names.
// What the files of pipelines/paper plan is kept as text in golden/; ALLOT_UPDATE_GOLDENS=1 rewrites it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printPlan } from '@allot/compiler';
import { type EngineName, type Preset, presets } from '@allot/templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, root, temporaryFolder } from '../e2e/command.js';
import { emitPreset, planPaperFile, planPreset, writeStandIns } from './plan-preset.js';

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

test.each(all)('$name', async (preset) => {
  const found: Partial<Record<EngineName, readonly string[]>> = {};
  const troubles: string[] = [];
  for (const engine of engines) {
    const { plan, diagnostics } = await planPreset(folder, preset, engine);
    const codesOf = (wanted: string): string[] =>
      diagnostics.filter(({ severity }) => severity === wanted).map(({ code }) => code);
    found[engine] = [...new Set(codesOf('error'))];
    troubles.push(...codesOf('warning').filter((code) => !code.endsWith('/differs')));
    if (plan) troubles.push(...(await emitPreset(plan, join(folder, 'emitted'))));
  }
  const recorded = engines.map((engine) => [
    engine,
    preset.refusedBy[engine] === undefined ? [] : [preset.refusedBy[engine]],
  ]);
  expect(found).toEqual(Object.fromEntries(recorded));
  expect(troubles).toEqual([]);
});

test.each(all)('pipelines/paper: $name', async ({ name }) => {
  const { plan } = await planPaperFile(folder, name);
  if (!plan) throw new Error('there is no plan');
  const text = `${printPlan(plan)
    .replaceAll(`${folder}/`, '')
    .replace(/\n\nStages[\s\S]*/, '')}\n`;
  const file = join(golden, `${name}.txt`);
  if (update) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});
